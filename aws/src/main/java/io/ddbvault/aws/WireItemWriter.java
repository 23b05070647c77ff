package io.ddbvault.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.ddbvault.aws.LearnRoutes.Direct;
import io.ddbvault.aws.LearnRoutes.SdkAlone;
import io.ddbvault.aws.LearnRoutes.Way;
import io.ddbvault.aws.wire.HttpAnswer;
import io.ddbvault.aws.wire.NotUnderstood;
import io.ddbvault.aws.wire.Wire;
import io.ddbvault.aws.wire.WireCredentials;
import io.ddbvault.aws.wire.WireRoute;
import io.ddbvault.core.model.Version;
import io.ddbvault.core.model.WriteBatch;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Sends batches over connections of its own, at a fraction of what the SDK's way costs. It knows only the answers that
 * come all the time: what was stored, what was left unprocessed, a throttle. Whatever else happens, the batch goes to an
 * {@link SdkItemWriter} at once; a put or delete that is done twice does no harm. That one also sends a table's first
 * batches, from which the endpoint is learned. Thread-safe; one for each restore, as it reports on that.
 */
public final class WireItemWriter implements AwsItemWriter {
    private static final Logger LOG = LoggerFactory.getLogger(WireItemWriter.class);
    private static final int OK = 200;

    private final LearnRoutes routes;
    private final AwsCredentialsProvider credentials;
    private final UnprocessedItems unprocessed;
    private final SdkItemWriter sdk;
    private final Wire wire;
    private final Breaker breaker;
    private final Fallbacks fallbacks = new Fallbacks();
    private final Set<String> obstaclesTold = ConcurrentHashMap.newKeySet();

    public WireItemWriter(AwsClients clients) {
        this(clients, new Wire(userAgent(), clients.wireLimits()), System::nanoTime);
    }

    WireItemWriter(AwsClients clients, Wire wire, LongSupplier nanos) {
        this.routes = clients.routes();
        this.credentials = clients.credentials();
        this.unprocessed = new UnprocessedItems(new DynamoDbTables(clients.dynamoDb()));
        this.sdk = new SdkItemWriter(clients, unprocessed);
        this.wire = wire;
        this.breaker = new Breaker(nanos);
    }

    static String userAgent() {
        return "transport/wire ddbvault/" + Version.OF_THIS;
    }

    @Override
    public Outcome write(WriteBatch batch) {
        fallbacks.countBatch();
        Way way = routes.of(batch.table());
        if (way instanceof Direct direct) {
            return breaker.isOpen()
                    ? fallBack(batch, "not tried for 30 s after 20 failures in a row")
                    : send(batch, direct.route());
        }
        if (way instanceof SdkAlone alone && obstaclesTold.add(alone.reason())) {
            LOG.info("Items are written by the SDK alone, because {}", alone.reason());
        }
        return sdk.write(batch);
    }

    private Outcome send(WriteBatch batch, WireRoute route) {
        String failure;
        try {

            HttpAnswer answer = wire.post(route, currentCredentials(), batch.body(), 0, batch.bodyLength());
            Outcome outcome =
                    answer.status() == OK ? answered(batch, ReadBatchAnswer.read(answer.body())) : throttled(answer);
            if (outcome != null) {
                breaker.succeeded();
                return outcome;
            }
            String code = ReadBatchAnswer.errorCode(answer.body());
            if (code != null && FailedItemCall.REFUSED.contains(code)) {
                // The batch is at fault, and not the way that it took.
                return fallBack(batch, code);
            }
            failure = code == null ? "HTTP " + answer.status() : code;
        } catch (NotUnderstood e) {
            failure = String.valueOf(e.getMessage());
        } catch (JsonProcessingException e) {
            failure = "an answer that is not JSON";
        } catch (IOException | RuntimeException e) {
            // Of any kind, also from a defect here: the SDK says it in its own words, if it fails there too.
            LOG.debug("A batch failed on the wire", e);
            failure = e.getClass().getSimpleName();
        }
        breaker.failed();
        return fallBack(batch, failure);
    }

    private Outcome fallBack(WriteBatch batch, String reason) {
        fallbacks.tell(reason);
        Outcome outcome = sdk.write(batch);
        if (outcome instanceof Answered || outcome instanceof Throttled) {
            // Where the SDK fares no better, DynamoDB, the network or the batch is at fault, and not the way.
            fallbacks.count(reason);
        }
        return outcome;
    }

    private Outcome answered(WriteBatch batch, BatchAnswer answer) {
        List<String> tables = answer.tables();
        if (tables == null) {
            return SdkItemWriter.WITHOUT_UNPROCESSED_ITEMS;
        }
        return new Answered(
                unprocessed.indexes(batch, tables, schema -> answer.keys(batch.operation(), schema)),
                answer.consumed());
    }

    /** Null for any other answer. */
    private static @Nullable Outcome throttled(HttpAnswer answer) {
        String code = ReadBatchAnswer.errorCode(answer.body());
        if (code == null) {
            return null;
        }
        // The SDK knows which of its codes are throttles.
        AwsServiceException.Builder error = AwsServiceException.builder();
        error.awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .statusCode(answer.status())
                .writableStackTrace(false);
        return FailedItemCall.isThrottle(error.build()) ? new Throttled(code) : null;
    }

    /** Asked for each request, as the SDK does: the provider keeps them, and has new ones when they are due. */
    private WireCredentials currentCredentials() throws NotUnderstood {
        AwsCredentials current = credentials.resolveCredentials();
        WireCredentials mapped = new WireCredentials(
                current.accessKeyId(),
                current.secretAccessKey(),
                current instanceof AwsSessionCredentials session ? session.sessionToken() : null);
        if (!mapped.fitHeaders()) {
            throw new NotUnderstood("credentials of an unusual form");
        }
        return mapped;
    }

    @Override
    public Optional<String> remark() {
        return fallbacks.remark();
    }

    /** Batches that the SDK did though the fast way was meant. */
    long fallbacks() {
        return fallbacks.count();
    }

    /** Ends the connections; the clients stay open. */
    @Override
    public void close() {
        wire.close();
    }
}
