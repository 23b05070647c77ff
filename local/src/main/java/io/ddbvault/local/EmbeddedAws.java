package io.ddbvault.local;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * DynamoDB, with continuous backups, native exports and tables' tags, and S3, in this JVM. Both listen on 127.0.0.1 only and accept
 * any credentials and signature. Any AWS SDK and the AWS CLI can use them; S3 addresses are path-style.
 *
 * <p>Beyond DynamoDB Local's own limits: an export holds the table as it stands at the call, also when the call names
 * an earlier ExportTime, since there is no history to go back to. ION, incremental and filtered exports are refused.
 *
 * <p>Several instances may run in one JVM, each with its own data. Thread-safe.
 */
public final class EmbeddedAws implements AutoCloseable {
    private final Resources resources;
    private final DynamoDbServer dynamoDb;
    private final S3Server s3;
    private final ExportScript exports;
    private final CallFaults faults;
    private final ContinuousBackups backups;

    private EmbeddedAws(
            Resources resources,
            DynamoDbServer dynamoDb,
            S3Server s3,
            ExportScript exports,
            CallFaults faults,
            ContinuousBackups backups) {
        this.resources = resources;
        this.dynamoDb = dynamoDb;
        this.s3 = s3;
        this.exports = exports;
        this.faults = faults;
        this.backups = backups;
    }

    /**
     * Starts both servers; they answer when this returns.
     *
     * @throws IOException if a port is taken or the data directory cannot be used
     */
    public static EmbeddedAws start(EmbeddedAwsOptions options) throws IOException {
        Resources resources = new Resources();
        try {
            return start(options, resources);
        } catch (Exception e) {
            try (Resources failed = resources) {
                throw e instanceof IOException io ? io : new IOException("the local AWS did not start: " + e, e);
            }
        }
    }

    private static EmbeddedAws start(EmbeddedAwsOptions options, Resources resources) throws Exception {
        Path data = options.dataDirectory();
        Path state = data == null ? inMemory(resources) : onDisk(data, resources);
        CallFaults faults = new CallFaults();
        S3Server s3 =
                resources.add(S3Server.start(data == null ? null : state.resolve("s3"), options.s3Port(), faults));
        DynamoDbServer dynamoDb = resources.add(DynamoDbServer.open(
                data == null ? null : Files.createDirectories(state.resolve("dynamodb")), options.dynamoDbPort()));

        ReadTables tables = new ReadTables(dynamoDb.endpoint());
        SnapshotGate gate = new SnapshotGate();
        ExportScript script = new ExportScript(options.exportDuration());
        ContinuousBackups backups = new ContinuousBackups(tables, state.resolve("continuous-backups"));
        TableTags tags = new TableTags(tables, faults, state.resolve("tags"));
        ExportRecords exports = new ExportRecords(state.resolve("exports"));
        RunExports runExports = resources.add(new RunExports(
                gate,
                new SnapshotTable(tables),
                new WriteExport(s3.objects(), faults),
                exports,
                script,
                state.resolve("snapshots")));
        StartExport startExport = new StartExport(tables, backups, exports, runExports);
        ListExports listExports = new ListExports(tables, exports);
        DescribeExport describeExport = new DescribeExport(exports);
        dynamoDb.serve(
                Map.of(
                        "DescribeContinuousBackups", backups::describe,
                        "UpdateContinuousBackups", backups::update,
                        "ExportTableToPointInTime", startExport::start,
                        "DescribeExport", describeExport::describe,
                        "ListExports", listExports::list,
                        "CreateTable", tags::createTable,
                        "TagResource", tags::tag,
                        "UntagResource", tags::untag,
                        "ListTagsOfResource", tags::list),
                gate,
                faults);
        return new EmbeddedAws(resources, dynamoDb, s3, script, faults, backups);
    }

    private static Path inMemory(Resources resources) {
        FileSystem memory = resources.add(Jimfs.newFileSystem(Configuration.unix()));
        return memory.getPath("/ddbvault");
    }

    private static Path onDisk(Path data, Resources resources) throws IOException {
        Path directory = Files.createDirectories(data.toAbsolutePath());
        resources.add(DataLock.take(directory));
        return directory;
    }

    /** For {@code AWS_ENDPOINT_URL_DYNAMODB}. */
    public URI dynamoDbEndpoint() {
        return dynamoDb.endpoint();
    }

    /** For {@code AWS_ENDPOINT_URL_S3}. */
    public URI s3Endpoint() {
        return s3.endpoint();
    }

    /** The region to give to clients. DynamoDB Local's ARNs name the region {@code ddblocal} all the same. */
    public String region() {
        return Arn.REGION;
    }

    /** The account that owns all tables and buckets. */
    public String accountId() {
        return Arn.ACCOUNT;
    }

    /** Sets how long exports that start from now on stay IN_PROGRESS. */
    public void setExportDuration(Duration duration) {
        exports.duration(duration);
    }

    /**
     * Sets how far LatestRestorableDateTime lies behind the clock: not at all at first, in AWS about five minutes. An
     * ExportTime after it is refused, as there.
     */
    public void setRecoveryLag(Duration lag) {
        backups.lag(lag);
    }

    /** What shall become of the exports that start from now on. */
    public ExportScript exports() {
        return exports;
    }

    /** Which calls to DynamoDB and S3 shall be refused. */
    public CallFaults faults() {
        return faults;
    }

    /** Stops both servers. Data in memory is gone; what is in a data directory stays. A second call does nothing. */
    @Override
    public void close() throws IOException {
        resources.close();
    }
}
