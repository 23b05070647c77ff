package io.ddbvault.aws.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ddbvault.local.CallFaults;
import io.ddbvault.testkit.MakeBackup;
import java.util.Arrays;

/** What happened to a backup, of one data file of 100 items, after it was made. */
enum Harm {
    MISSING("is missing"),
    EMPTY("is empty"),
    TRUNCATED("truncated, replaced or altered"),
    TRUNCATED_BEFORE_ITS_CHECKSUM_WAS_MADE("is damaged inside"),
    NO_GZIP("is not gzip"),
    DENIED("s3:GetObject"),
    COUNTED_OTHERWISE("counts 101 items"),
    REPLACED("truncated, replaced or altered");

    /** What the table's error must hold. */
    final String reason;

    Harm(String reason) {
        this.reason = reason;
    }

    /** @param faults forgets what was denied when it is cleared */
    void doTo(MakeBackup.Export export, CallFaults faults) {
        String file = export.dataFile(0);
        byte[] content = export.content(file);
        switch (this) {
            case MISSING -> export.remove(file);
            case EMPTY -> export.replace(file, new byte[0]);
            case TRUNCATED -> export.replace(file, Arrays.copyOf(content, content.length / 2));
            case TRUNCATED_BEFORE_ITS_CHECKSUM_WAS_MADE ->
                export.rewriteDataFile(0, Arrays.copyOf(content, content.length / 2));
            case NO_GZIP -> export.rewriteDataFile(0, "{\"Item\":{}}\n".getBytes(UTF_8));
            case DENIED -> faults.denyS3("GetObject", file);
            case COUNTED_OTHERWISE ->
                export.rewrite(
                        export.summaryKey(),
                        new String(export.content(export.summaryKey()), UTF_8)
                                .replace("\"itemCount\":100", "\"itemCount\":101"));
            case REPLACED -> export.replace(file, MakeBackup.gzip(LessonsTest.lines(0, 91)));
        }
    }
}
