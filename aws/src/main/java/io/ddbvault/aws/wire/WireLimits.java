package io.ddbvault.aws.wire;

import java.time.Duration;

/**
 * How long what may take.
 *
 * @param connect to connect to one address
 * @param silence until more of an answer comes, and until more of a request is taken
 * @param exchange a request and its answer together, however steadily they drip; also the TLS handshake
 * @param idle a connection may be without a request; peers close idle ones, and a new one is cheaper than a request lost
 * @param age of a connection, give or take a fifth: then a new one asks the DNS again
 * @param look how often connections are looked at for these
 */
public record WireLimits(
        Duration connect, Duration silence, Duration exchange, Duration idle, Duration age, Duration look) {

    private static final Duration EXCHANGE = Duration.ofSeconds(60);
    private static final Duration IDLE = Duration.ofSeconds(4);
    private static final Duration AGE = Duration.ofMinutes(5);
    private static final Duration LOOK = Duration.ofMillis(500);

    /** With patience as given, and the usual rest. */
    public static WireLimits of(Duration connect, Duration silence) {
        Duration tenth = silence.dividedBy(10);
        return new WireLimits(connect, silence, EXCHANGE, IDLE, AGE, tenth.compareTo(LOOK) < 0 ? tenth : LOOK);
    }
}
