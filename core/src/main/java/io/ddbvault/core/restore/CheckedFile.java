package io.ddbvault.core.restore;

import io.ddbvault.core.manifest.DataFile;
import java.io.Serializable;

/**
 * A data file that is the one DynamoDB wrote.
 *
 * @param etag what S3 says now; every read asks for this one
 * @param size compressed, in bytes
 */
public record CheckedFile(DataFile file, String etag, long size) implements Serializable {}
