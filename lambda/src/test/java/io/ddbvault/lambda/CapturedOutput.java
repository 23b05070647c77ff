package io.ddbvault.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ddbvault.testkit.function.ParsedJson;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/** Takes what is printed until it is closed. */
final class CapturedOutput implements AutoCloseable {
    private final PrintStream before = System.out;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    CapturedOutput() {
        System.setOut(new PrintStream(bytes, true, UTF_8));
    }

    String text() {
        return bytes.toString(UTF_8);
    }

    /** The lines with this message. */
    List<Map<String, Object>> logged(String message) {
        return text().lines()
                .map(ParsedJson::object)
                .filter(line -> message.equals(line.get("message")))
                .toList();
    }

    @Override
    public void close() {
        System.setOut(before);
    }
}
