package io.ddbvault.aws.wire;

/**
 * What came back.
 *
 * @param status of HTTP, 200 to 299 or 400 to 599
 * @param body whole, and with the checksum that the answer gave, if it gave one
 */
public record HttpAnswer(int status, byte[] body) {}
