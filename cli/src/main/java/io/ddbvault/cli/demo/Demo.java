package io.ddbvault.cli.demo;

import io.ddbvault.aws.AwsClients;
import io.ddbvault.aws.Vault;
import io.ddbvault.cli.ShowProgress;
import io.ddbvault.cli.Terminal;
import io.ddbvault.cli.demo.Verdict.Difference;
import io.ddbvault.cli.report.DescribeBackup;
import io.ddbvault.cli.report.DescribeRestore;
import io.ddbvault.cli.report.Human;
import io.ddbvault.core.backup.BackupRequest;
import io.ddbvault.core.backup.BackupSummary;
import io.ddbvault.core.backup.SummarizeBackup;
import io.ddbvault.core.config.Settings;
import io.ddbvault.core.json.Json;
import io.ddbvault.core.model.Answer;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.restore.EncodeReport;
import io.ddbvault.core.restore.RestoreReport;
import io.ddbvault.core.restore.RestoreRequest;
import io.ddbvault.local.EmbeddedAws;
import io.ddbvault.local.EmbeddedAwsOptions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Backs up, damages, restores and compares, and says so step by step. */
public final class Demo {
    /** 30 items each: 30,000 in all. */
    private static final int SCALE = 1000;

    static final long SEED = 20250722;
    private static final String BUCKET = "ddbvault-demo";
    private static final int DIFFERENCES_SHOWN = 5;

    private final Terminal terminal;
    private final Vault.Opener opener;
    private final List<DemoTable> tables;
    private final Consumer<DynamoDbClient> beforeComparing;
    private final GenerateItems generate = new GenerateItems(SEED);
    private final Steps steps;

    public Demo(Terminal terminal, Vault.Opener opener) {
        this(terminal, opener, SCALE, untouched -> {});
    }

    /**
     * @param scale 30 items each
     * @param beforeComparing may do to the restored tables what the comparison has to find
     */
    Demo(Terminal terminal, Vault.Opener opener, int scale, Consumer<DynamoDbClient> beforeComparing) {
        this.terminal = terminal;
        this.opener = opener;
        this.tables = DemoTable.all(scale);
        this.beforeComparing = beforeComparing;
        this.steps = new Steps(terminal.out());
    }

    /** @return the exit code: 0 only if every item is what it was */
    public int run() throws Exception {
        steps.sayPlain("The demo loses data and gets it back, on an AWS inside this process.");
        try (EmbeddedAws aws = steps.step("Start the embedded AWS, in memory", this::start);
                AwsClients clients = AwsClients.create(environment(aws))) {
            return run(aws, clients);
        }
    }

    private int run(EmbeddedAws aws, AwsClients clients) throws Exception {
        DynamoDbClient dynamoDb = clients.dynamoDb();
        steps.step("Make a bucket, and three tables with point-in-time recovery and items of every kind", () -> {
            clients.s3().createBucket(create -> create.bucket(BUCKET));
            return fill(dynamoDb);
        });
        BackupSummary backup = steps.step("Back up", () -> backup(aws));
        if (SummarizeBackup.summarize(backup).statusCode() != Answer.OK) {
            return fail("The backup is not complete.");
        }

        int damaged = steps.step("Damage the tables", () -> damage(dynamoDb));
        List<Verdict> before = steps.step("Compare with the items as they were generated", () -> compare(dynamoDb));
        if (before.stream().mapToInt(verdict -> verdict.differences().size()).sum() != damaged) {
            return fail("The comparison did not find exactly the damage that was done.");
        }

        RestoreRequest request = new RestoreRequest(null, null, true, true, RestoreRequest.DEFAULT_WORKERS);
        steps.step("Look what a restore would do (dry run)", () -> restore(aws, request));
        RestoreReport restored = steps.step(
                "Restore, with the tables cleared first",
                () -> restore(aws, new RestoreRequest(null, null, false, true, RestoreRequest.DEFAULT_WORKERS)));
        beforeComparing.accept(dynamoDb);

        List<Verdict> after = steps.step(
                "Compare again: every item, made a second time from its seed, with what is in the table",
                () -> compare(dynamoDb));
        if (EncodeReport.encode(restored).statusCode() != Answer.OK) {
            return fail("The restore is not complete.");
        }
        return conclude(after);
    }

    private EmbeddedAws start() throws Exception {
        EmbeddedAws aws = EmbeddedAws.start(EmbeddedAwsOptions.inMemory());
        steps.say("DynamoDB at %s, S3 at %s".formatted(aws.dynamoDbEndpoint(), aws.s3Endpoint()));
        return aws;
    }

    private int fill(DynamoDbClient dynamoDb) throws InterruptedException {
        FillTables fillTables = new FillTables(dynamoDb, generate);
        int items = 0;
        for (DemoTable table : tables) {
            fillTables.fill(table);
            steps.say("%-26s %6s items, key %s".formatted(table.name(), Human.count(table.items()), table.keySchema()));
            items += table.items();
        }
        return items;
    }

    private BackupSummary backup(EmbeddedAws aws) {
        BackupSummary summary;
        try (ShowProgress progress = ShowProgress.on(terminal, Steps.INDENT);
                Vault vault = open(aws, progress)) {
            summary = vault.backup(BackupRequest.ALL);
        }
        steps.say(DescribeBackup.text(summary));
        return summary;
    }

    private int damage(DynamoDbClient dynamoDb) throws InterruptedException {
        DamageTables damageTables = new DamageTables(dynamoDb, generate);
        int items = 0;
        for (DemoTable table : tables) {
            Damage damage = damageTables.damage(table);
            steps.say("%-26s %6s deleted, %s changed, %s added"
                    .formatted(
                            table.name(),
                            Human.count(damage.deleted()),
                            Human.count(damage.changed()),
                            Human.count(damage.added())));
            items += damage.total();
        }
        return items;
    }

    private RestoreReport restore(EmbeddedAws aws, RestoreRequest request) {
        RestoreReport report;
        try (ShowProgress progress = ShowProgress.on(terminal, Steps.INDENT);
                Vault vault = open(aws, progress)) {
            report = vault.restore(request);
        }
        steps.say(DescribeRestore.text(report));
        return report;
    }

    private List<Verdict> compare(DynamoDbClient dynamoDb) {
        CompareTables compareTables = new CompareTables(dynamoDb, generate);
        List<Verdict> verdicts = new ArrayList<>();
        for (DemoTable table : tables) {
            Verdict verdict = compareTables.compare(table);
            verdicts.add(verdict);
            steps.say("%-26s %6s items, %s"
                    .formatted(
                            table.name(),
                            Human.count(verdict.found()),
                            verdict.identical()
                                    ? "all as they were"
                                    : Human.count(verdict.differences().size()) + " lost, changed or added"));
        }
        return verdicts;
    }

    private int conclude(List<Verdict> verdicts) {
        if (!verdicts.stream().allMatch(Verdict::identical)) {
            verdicts.forEach(this::showDifferences);
            return fail("The restored tables are not what they were.");
        }
        int items = verdicts.stream().mapToInt(Verdict::found).sum();
        steps.sayPlain("");
        steps.sayPlain("All %s are back, exactly as they were. %s in all."
                .formatted(Human.count(items, "item"), steps.total()));
        return 0;
    }

    private void showDifferences(Verdict verdict) {
        List<Difference> differences = verdict.differences();
        for (Difference difference : differences.subList(0, Math.min(DIFFERENCES_SHOWN, differences.size()))) {
            terminal.err()
                    .println("%s: the item with %s %s"
                            .formatted(verdict.table().name(), difference.key(), difference.what()));
        }
        if (differences.size() > DIFFERENCES_SHOWN) {
            terminal.err()
                    .println("%s: and %s more"
                            .formatted(verdict.table().name(), Human.count(differences.size() - DIFFERENCES_SHOWN)));
        }
    }

    private int fail(String why) {
        terminal.err().println("error: " + why + " This is a defect of ddbvault.");
        return 1;
    }

    private Vault open(EmbeddedAws aws, ShowProgress progress) {
        Map<String, String> variables = environment(aws);
        return opener.open(Settings.forBackup(variables), variables, progress, Stop.onRequest(InstantSource.system()));
    }

    /** Nothing of the caller's environment: the demo must not reach a real account. */
    private Map<String, String> environment(EmbeddedAws aws) {
        Map<String, String> variables = new HashMap<>();
        variables.put("BACKUP_BUCKET", BUCKET);
        variables.put("ENVIRONMENT", DemoTable.ENVIRONMENT);
        variables.put(
                "DYNAMODB_TABLES",
                Json.compact(tables.stream().map(DemoTable::name).toList()));
        variables.put("AWS_REGION", aws.region());
        variables.put("AWS_ENDPOINT_URL_DYNAMODB", aws.dynamoDbEndpoint().toString());
        variables.put("AWS_ENDPOINT_URL_S3", aws.s3Endpoint().toString());
        variables.put("AWS_ACCESS_KEY_ID", "local");
        variables.put("AWS_SECRET_ACCESS_KEY", "local");
        return variables;
    }
}
