package io.ddbvault.deploy.machines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the commands of docs/runbook.md and docs/install.md in their order, as an operator does: by the AWS CLI and by the
 * finished jar of the command line.
 */
@Tag("slow")
@Timeout(300)
class OperatorsPagesIT {
    private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
    private static final Path CLI =
            Path.of("..", "cli", "target", "ddbvault.jar").toAbsolutePath();
    private static final String BUCKET = "mfa-api-production-backups";
    private static final String USERS = "mfa-api_production_user_global";
    private static final String KEYS = "mfa-api_production_u2f_global";
    private static final String NAME = "mfa-api-production-ddbvault-";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void theRunbookBringsTheLostItemsBack() throws Exception {
        List<String> blocks = blocks("runbook.md");
        try (MachinesBench bench = new MachinesBench()) {
            TestAccount account = bench.account();
            account.bucket(BUCKET);
            account.table(USERS, 500);
            account.table(KEYS, 20);
            bench.backUp(BUCKET, USERS, KEYS);
            account.damage(USERS);
            try (LocalFunction restore = bench.restoreFunction(BUCKET, USERS, KEYS);
                    Shell shell = shell(bench)) {
                bench.deploy("restore", NAME + "restore", restore);
                int restores = 0;
                for (String block : blocks) {
                    String printed = run(shell, block);
                    if (block.contains("create-backup")) {
                        assertThat(printed).contains("before-restore", "arn:aws:dynamodb");
                    } else if (block.contains("aws s3 ls")) {
                        assertThat(printed).contains("PRE 2025-07-22/", "\"export_time\"", USERS, KEYS);
                    } else if (block.contains("dry-run") || block.contains("lambda invoke")) {
                        assertThat(printed).contains("READY", USERS, "500");
                        assertThat(Set.copyOf(account.contents(USERS)))
                                .isNotEqualTo(Set.copyOf(TestAccount.items(500)));
                    } else if (block.contains("describe-execution") || block.contains("--yes")) {
                        assertThat(printed).containsAnyOf("SUCCEEDED", "COMPLETED");
                        assertThat(account.contents(USERS)).containsExactlyInAnyOrderElementsOf(TestAccount.items(500));
                        if (++restores == 1) {
                            account.damage(USERS);
                        }
                    } else if (block.contains("--unfinished")) {
                        assertThat(printed).contains("No restore is unfinished");
                    } else if (block.contains("--select COUNT")) {
                        assertThat(printed).contains("\"Count\": 500");
                    }
                }
                assertThat(restores).isEqualTo(2);
                assertThat(restore.events()).hasSize(2);
                assertThat(account.contents(KEYS)).containsExactlyInAnyOrderElementsOf(TestAccount.items(20));
            }
        }
    }

    @Test
    void whatIsInstalledBacksUpAndRehearses() throws Exception {
        List<String> blocks = blocks("install.md");
        try (MachinesBench bench = new MachinesBench()) {
            TestAccount account = bench.account();
            account.bucket(BUCKET);
            account.table(USERS, 30);
            account.table(KEYS, 20);
            try (LocalFunction backup = bench.backupFunction(BUCKET, USERS, KEYS);
                    LocalFunction restore = bench.restoreFunction(BUCKET, USERS, KEYS);
                    Shell shell = shell(bench)) {
                bench.deploy("backup", NAME + "backup", backup);
                bench.deploy("restore", NAME + "restore", restore);
                for (String block : blocks) {
                    String printed = run(shell, block);
                    if (block.contains("describe-execution")) {
                        assertThat(printed).contains("SUCCEEDED");
                    }
                }
                assertThat(backup.events()).hasSize(1);
                assertThat(restore.events()).containsExactly(Map.of("dry_run", true));
            }
        }
    }

    private static List<String> blocks(String page) throws IOException {
        Programs.needed("the commands of docs/%s are not run".formatted(page), "aws", "bash");
        List<String> blocks = BLOCK.matcher(Files.readString(Path.of("..", "docs", page)))
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
        assertThat(blocks).hasSizeGreaterThanOrEqualTo(3);
        return blocks;
    }

    private Shell shell(MachinesBench bench) throws IOException {
        Path program = folder.resolve("ddbvault");
        Files.writeString(
                program,
                "#!/bin/sh\nexec '%s' -jar '%s' \"$@\" < /dev/null\n"
                        .formatted(Path.of(System.getProperty("java.home"), "bin", "java"), CLI));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new Shell(bench.interpreter().address(), bench.endpoints(), folder);
    }

    /** On-demand backups are beyond DynamoDB Local: that one command goes to moto, where such a table is made for it. */
    private static String run(Shell shell, String block) throws IOException {
        return shell.run(block.contains("create-backup") ? """
                        export LOCAL=$AWS_ENDPOINT_URL_DYNAMODB AWS_ENDPOINT_URL_DYNAMODB=$AWS_ENDPOINT_URL
                        aws dynamodb create-table --table-name %s --billing-mode PAY_PER_REQUEST \\
                          --attribute-definitions AttributeName=id,AttributeType=S --key-schema AttributeName=id,KeyType=HASH
                        %s
                        export AWS_ENDPOINT_URL_DYNAMODB=$LOCAL
                        """.formatted(USERS, block) : block);
    }
}
