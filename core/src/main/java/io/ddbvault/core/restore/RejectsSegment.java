package io.ddbvault.core.restore;

/**
 * One of the objects that rejects are stored in while a restore runs.
 *
 * @param key in the bucket
 * @param lines how many of its lines count; it may hold more, of a run that died before its checkpoint said so
 * @param bytes that these lines take
 */
record RejectsSegment(String key, long lines, long bytes) {}
