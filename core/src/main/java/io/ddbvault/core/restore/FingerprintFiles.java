package io.ddbvault.core.restore;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** One value for all of a table's data files, as they are: another one later means that the backup changed. Pure. */
final class FingerprintFiles {
    private FingerprintFiles() {}

    /** @return SHA-256 in hex over each file's key, ETag, size, MD5 and item count, in the manifest's order */
    static String fingerprint(List<CheckedFile> files) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (CheckedFile file : files) {
                String line = String.join(
                        "\n",
                        file.file().key(),
                        file.etag(),
                        Long.toString(file.size()),
                        file.file().md5(),
                        Long.toString(file.file().itemCount()),
                        "");
                sha256.update(line.getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
