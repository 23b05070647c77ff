package io.ddbvault.aws.wire;

/**
 * Where requests go, and for whom they are signed.
 *
 * @param tls whether the connection is encrypted, and the host's name checked
 * @param host as in a URL: an IPv6 address in brackets
 * @param region that signatures are made for
 * @param service that signatures are made for, {@code dynamodb}
 */
public record WireRoute(boolean tls, String host, int port, String region, String service) {

    /** The value of the header: with the port where it is not the scheme's own. */
    String hostHeader() {
        return port == (tls ? 443 : 80) ? host : host + ":" + port;
    }

    /** The host as the resolver takes it. */
    String hostToResolve() {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
