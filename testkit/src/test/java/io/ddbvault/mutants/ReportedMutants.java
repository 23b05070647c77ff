package io.ddbvault.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Reads PIT's report. */
final class ReportedMutants {
    private static final Set<String> KILLED = Set.of("KILLED", "NON_VIABLE");
    /** Tests noticed these, or only a busy machine did. */
    private static final Set<String> RAN_OUT = Set.of("TIMED_OUT", "MEMORY_ERROR");

    private final NodeList mutants;
    private final Path sources;

    /** @param sources the folder of the mutated classes' packages */
    ReportedMutants(Path report, Path sources) throws IOException {
        this.sources = sources;
        try {
            mutants = DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(report.toFile())
                    .getElementsByTagName("mutation");
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(e);
        }
    }

    int all() {
        return mutants.getLength();
    }

    Set<Mutant> unnoticed() throws IOException {
        return those(status -> !KILLED.contains(status) && !RAN_OUT.contains(status));
    }

    /** Tests that took them ran out of time or memory. */
    Set<Mutant> ranOut() throws IOException {
        return those(RAN_OUT::contains);
    }

    private Set<Mutant> those(Predicate<String> ofStatus) throws IOException {
        Set<Mutant> those = new LinkedHashSet<>();
        for (int i = 0; i < mutants.getLength(); i++) {
            if (mutants.item(i) instanceof Element mutant && ofStatus.test(mutant.getAttribute("status"))) {
                those.add(mutant(mutant));
            }
        }
        return those;
    }

    private Mutant mutant(Element mutant) throws IOException {
        String type = text(mutant, "mutatedClass");
        String mutator = text(mutant, "mutator");
        return new Mutant(
                type.substring(type.lastIndexOf('.') + 1),
                text(mutant, "mutatedMethod"),
                mutator.substring(mutator.lastIndexOf('.') + 1).replaceAll("Mutator$", ""),
                code(type, text(mutant, "sourceFile"), Integer.parseInt(text(mutant, "lineNumber"))));
    }

    private String code(String type, String file, int line) throws IOException {
        Path folder = sources.resolve(type.substring(0, type.lastIndexOf('.')).replace('.', '/'));
        return Files.readAllLines(folder.resolve(file)).get(line - 1).strip();
    }

    private static String text(Element mutant, String name) {
        return mutant.getElementsByTagName(name).item(0).getTextContent();
    }
}
