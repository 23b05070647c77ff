package io.ddbvault.core.manifest;

import java.io.Serializable;

/**
 * One line of an export's manifest-files.json.
 *
 * @param key where the file lies, already resolved into our bucket
 * @param itemCount lines in it; 0 for an empty partition
 * @param md5 lower-case hex MD5 of the compressed bytes
 * @param etag the ETag that DynamoDB's upload got, {@code …-1}; a copied object has another one
 */
public record DataFile(String key, long itemCount, String md5, String etag) implements Serializable {}
