package io.ddbvault.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.cli.Rehearse.Rehearsed;
import io.ddbvault.cli.rehearsal.RehearsalAws;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class RehearseTest {
    @Test
    void everyCommandOfTheRehearsalComesToItsEndAndTheRestoresWriteWhatTheBackupHolds() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (RehearsalAws aws = RehearsalAws.start()) {
            List<Rehearsed> done = Rehearse.run(aws, RunCli.print(out));
            assertThat(done)
                    .as(out.toString(UTF_8))
                    .hasSize(8)
                    .allSatisfy(command -> assertThat(command.exitCode())
                            .as(String.valueOf(command.command()))
                            .isEqualTo(ExitCode.OK));
            assertThat(out.toString(UTF_8))
                    .contains("\"status\":\"COMPLETED\"")
                    .contains("1 table: 1 READY; nothing written");
            // Two restores of two items each, and what a clear finds.
            assertThat(aws.written().stream().filter(body -> body.contains("PutRequest")))
                    .allSatisfy(body -> assertThat(body)
                            .contains("{\"id\":{\"S\":\"a\"},\"m\":{\"M\":{\"n\":{\"N\":\"1.5\"}")
                            .contains("{\"B\":\"AAE=\"}"))
                    .hasSize(2);
            assertThat(aws.written().stream().filter(body -> body.contains("DeleteRequest")))
                    .isNotEmpty();
        }
    }
}
