package io.ddbvault.core.drill;

import io.ddbvault.core.port.ScratchTables;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** The name of a scratch table: {@code ddbvault-drill-orders-1a2b3c4d}. The random end keeps drills from each other. */
final class ScratchName {
    /** Section "Naming rules" of the DynamoDB developer's guide. */
    private static final int MAX_CHARS = 255;

    private ScratchName() {}

    /** @param table its end is cut off where the name would be too long; the tag holds it whole */
    static String of(String table, RandomGenerator random) {
        String end = "-" + HexFormat.of().toHexDigits(random.nextInt());
        int room = MAX_CHARS - ScratchTables.PREFIX.length() - end.length();
        return ScratchTables.PREFIX + table.substring(0, Math.min(room, table.length())) + end;
    }
}
