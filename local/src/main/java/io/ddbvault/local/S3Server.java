package io.ddbvault.local;

import java.io.IOException;
import java.lang.reflect.Field;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.gaul.shaded.org.eclipse.jetty.server.Server;
import org.gaul.shaded.org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** S3Proxy over a folder or over memory. */
final class S3Server implements AutoCloseable {
    private final S3Proxy server;
    private final BlobStore objects;

    private S3Server(S3Proxy server, BlobStore objects) {
        this.server = server;
        this.objects = objects;
    }

    static S3Server start(@Nullable Path folder, int port, CallFaults faults) throws Exception {
        SerializeWrites objects = new SerializeWrites(folder == null ? new TransientNio2BlobStore() : filesIn(folder));
        S3Proxy server = S3Proxy.builder()
                .blobStore(objects)
                .endpoint(URI.create("http://127.0.0.1:" + port))
                // encryption and expected owner, among others, mean nothing here and must not stop a request
                .ignoreUnknownHeaders(true)
                .build();
        adapt(jettyOf(server), objects, faults);
        server.start();
        return new S3Server(server, objects);
    }

    private static void adapt(Server jetty, SerializeWrites objects, CallFaults faults) {
        jetty.setHandler(new RefuseS3Calls(
                new AnswerVersioning(new DeleteIfMatch(new ReadBodyFirst(jetty.getHandler()), objects), objects),
                objects,
                faults));
        jetty.setStopTimeout(0);
        if (jetty.getThreadPool() instanceof QueuedThreadPool threads) {
            threads.setDaemon(true);
        }
    }

    /** S3Proxy keeps its server to itself, and has no other place where a handler could be put in. */
    private static Server jettyOf(S3Proxy s3Proxy) throws ReflectiveOperationException {
        Field server = S3Proxy.class.getDeclaredField("server");
        server.setAccessible(true);
        return (Server) server.get(s3Proxy);
    }

    private static BlobStore filesIn(Path folder) throws IOException {
        Files.createDirectories(folder);
        requireAttributes(folder);
        return new FilesystemNio2BlobStore(folder.toString());
    }

    /** Without them S3Proxy would silently forget ETags, and no export could be verified. */
    private static void requireAttributes(Path folder) throws IOException {
        Path probe = Files.createTempFile(folder, ".probe", null);
        try {
            Files.getFileAttributeView(probe, UserDefinedFileAttributeView.class)
                    .write("ddbvault", ByteBuffer.wrap(new byte[1]));
        } catch (IOException | RuntimeException e) {
            throw new IOException(
                    "the file system of " + folder + " has no extended attributes, which hold the objects' ETags:"
                            + " choose a data directory on another file system",
                    e);
        } finally {
            Files.delete(probe);
        }
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getPort());
    }

    BlobStore objects() {
        return objects;
    }

    @Override
    public void close() throws Exception {
        try (BlobStore closed = objects) {
            server.stop();
        }
    }
}
