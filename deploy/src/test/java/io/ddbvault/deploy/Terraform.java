package io.ddbvault.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ddbvault.testkit.program.ProgramOnPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Terraform in a copy of the module, without any network: the provider comes from a file-system mirror on this machine,
 * and AWS's answers from {@link StubAws} or moto. Where one of them is missing, the test is skipped, aloud.
 */
final class Terraform {
    static final Path MODULE = Path.of("terraform").toAbsolutePath();

    private static final Path COPIES = Path.of("target", "terraform").toAbsolutePath();
    private static final long PATIENCE_SECONDS = 300;

    private final String program;
    private final Path folder;
    private final Map<String, String> variables;

    private Terraform(String program, Path folder, Map<String, String> variables) {
        this.program = program;
        this.folder = folder;
        this.variables = variables;
    }

    /** What a command came to. */
    record Result(int exitCode, String text) {}

    /** Terraform alone, in the module itself: for what needs no provider and writes nothing. */
    static Terraform inPlace() {
        return new Terraform(ProgramOnPath.orSkip("terraform").toString(), MODULE, Map.of());
    }

    /**
     * In a fresh copy of the module under target/, initialised.
     *
     * @param copy its name
     * @param where the folder in it to work in, relative to the module's
     * @param variables of the environment, for the provider and for TF_VAR_…
     */
    static Terraform in(String copy, String where, Map<String, String> variables) {
        Path root = freshFolder(copy);
        copyInto(MODULE, root);
        return at(root.resolve(where).normalize(), variables);
    }

    /** In a folder under target/, initialised. */
    static Terraform at(Path folder, Map<String, String> variables) {
        String program = ProgramOnPath.orSkip("terraform").toString();
        Path mirror = FindProvider.orSkip();
        try {
            Path config = configuration(mirror);
            Map<String, String> all = new HashMap<>(variables);
            all.put("TF_CLI_CONFIG_FILE", config.toString());
            Terraform terraform = new Terraform(program, folder, all);
            terraform.init();
            return terraform;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Put in place whole: other tests run Terraform at the same time. */
    private static Path configuration(Path mirror) throws IOException {
        Path written = Files.createTempFile(COPIES, "terraform", ".tfrc");
        Files.writeString(written, """
                provider_installation {
                  filesystem_mirror {
                    path = "%s"
                  }
                }
                """.formatted(mirror.toString().replace("\\", "/")));
        return Files.move(written, COPIES.resolve("terraform.tfrc"), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Again, after modules were added. */
    void init() {
        run("init", "-input=false", "-no-color");
    }

    /** An empty folder under target/. */
    static Path freshFolder(String name) {
        try {
            Path root = COPIES.resolve(name);
            delete(root);
            return Files.createDirectories(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Copies a configuration, without what running Terraform in it left behind. */
    static void copyInto(Path from, Path to) {
        try {
            copy(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path folder() {
        return folder;
    }

    /** @return what it printed; anything but exit code 0 fails the test */
    String run(String... arguments) {
        Result result = tried(arguments);
        if (result.exitCode != 0) {
            throw new AssertionError("terraform %s ended with %d:%n%s"
                    .formatted(String.join(" ", arguments), result.exitCode, result.text));
        }
        return result.text;
    }

    Result tried(String... arguments) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        try {
            Files.createDirectories(COPIES);
            Path out = Files.createTempFile(COPIES, "terraform", ".txt");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(out.toFile());
            // Nothing of the machine's own AWS account and Terraform settings may come in.
            builder.environment().keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("TF_"));
            builder.environment().put("TF_IN_AUTOMATION", "1");
            builder.environment().put("CHECKPOINT_DISABLE", "1");
            builder.environment().putAll(variables);
            Process process = builder.start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
                throw new AssertionError(
                        "terraform %s did not end:%n%s".formatted(String.join(" ", arguments), Files.readString(out)));
            }
            String text = Files.readString(out, UTF_8);
            Files.delete(out);
            return new Result(process.exitValue(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A plan that the real provider made. */
    Plan plan(String... arguments) {
        List<String> all = new ArrayList<>(List.of("plan", "-input=false", "-no-color", "-lock=false", "-out=plan"));
        all.addAll(List.of(arguments));
        run(all.toArray(String[]::new));
        return Plan.of(run("show", "-no-color", "-json", "plan"));
    }

    static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch");
        return (os.contains("mac") ? "darwin" : os.contains("win") ? "windows" : "linux")
                + "_"
                + (arch.equals("aarch64") ? "arm64" : "amd64");
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (folder.endsWith(".terraform")) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(to.resolve(from.relativize(folder).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!file.toString().contains(".tfstate") && !file.endsWith(".terraform.lock.hcl")) {
                    Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.REPLACE_EXISTING);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void delete(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        // Links are not followed: the provider itself stays.
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) throws IOException {
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
