package io.ddbvault.bench;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What all paths are run against.
 *
 * @param jar ddbvault's
 * @param workers threads that write, where a path has such
 * @param options of the JVM, given to ddbvault alone
 */
record Scene(URI s3, URI sink, Path jar, int workers, List<String> options, Map<ItemSize, MadeData> data) {
    Scene {
        options = List.copyOf(options);
        data = Map.copyOf(data);
    }

    MadeData data(ItemSize size) {
        MadeData made = data.get(size);
        if (made == null) {
            throw new IllegalArgumentException("no data of " + size.title());
        }
        return made;
    }

    /** The script that starts the jar, of the same checkout. */
    Path launcher() {
        return jar.toAbsolutePath().resolve("../../../ddbvault").normalize();
    }

    /** As the SDKs read them. */
    Map<String, String> variables() {
        return Map.of(
                "AWS_ENDPOINT_URL_S3", s3.toString(),
                "AWS_ENDPOINT_URL_DYNAMODB", sink.toString(),
                "AWS_REGION", PlainClients.REGION,
                "AWS_ACCESS_KEY_ID", PlainClients.ACCESS_KEY,
                "AWS_SECRET_ACCESS_KEY", PlainClients.SECRET_KEY);
    }
}
