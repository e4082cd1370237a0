package com.example.webdav;

import dev.perigee.api.Body;
import dev.perigee.api.ListPage;
import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.Sha256;
import dev.perigee.api.SinkCapabilities;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.api.StorageSink;
import dev.perigee.sink.kit.body.CheckedBody;
import dev.perigee.sink.kit.words.Attempt;
import dev.perigee.sink.kit.words.Verb;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps objects as files of a WebDAV server.
 *
 * <p>A put uploads to a folder that no key can name, checks what it has sent, and moves the file to its name.
 */
public final class WebDavSink implements StorageSink {

    /** Starts with a dot, which no key does. Apart, so that listings don't come by files that come and go. */
    private static final String UPLOADS = ".uploads/";

    private static final int PARTIAL = 206;
    private static final int EXISTS_ALREADY = 405;
    private static final int NOT_SATISFIABLE = 416;

    private final WebDavServer server;
    private final ReentrantLock makingFolders = new ReentrantLock();
    private final Set<String> folders = new HashSet<>();

    /** A sink on a server's folder. Asks the server nothing yet. */
    public WebDavSink(WebDavConfig config) {
        this.server = new WebDavServer(config);
    }

    @Override
    public SinkCapabilities capabilities() {
        return SinkCapabilities.PLAIN;
    }

    @Override
    public ObjectInfo put(ObjectKey key, Body body, PutOptions options) throws SinkException {
        if (options.retainUntil().isPresent()) {
            throw new SinkException(Kind.INVALID, key, "a WebDAV server can't hold objects until a date");
        }
        Attempt put = server.attempt(Verb.PUT, Optional.of(key));
        makeFolders(put, UPLOADS);
        makeFolders(put, key.value());
        String upload = UPLOADS + UUID.randomUUID();
        try {
            CheckedBody checked = new CheckedBody(key, body);
            MessageDigest digest = Sha256.digester();
            server.upload(put, upload, checked.whole(), digest);
            checked.requireDigest(digest);
            HttpResponse<?> moved = server.move(put, upload, key);
            return new ObjectInfo(key, body.length(), WebDavServer.date(moved));
        } catch (SinkException e) {
            removeQuietly(put, upload);
            throw e;
        }
    }

    /** One folder at a time: some servers answer "locked" to the second of two that make the same one. */
    private void makeFolders(Attempt put, String below) throws SinkException {
        String path = "/" + below;
        makingFolders.lock();
        try {
            for (int slash = 0; slash >= 0; slash = path.indexOf('/', slash + 1)) {
                makeFolder(put, path.substring(1, slash + 1));
            }
        } finally {
            makingFolders.unlock();
        }
    }

    private void makeFolder(Attempt put, String folder) throws SinkException {
        if (folders.contains(folder)) {
            return;
        }
        HttpResponse<?> made = server.send(put, "MKCOL", folder);
        if (made.statusCode() != EXISTS_ALREADY) {
            server.expectSuccess(put, made);
        }
        folders.add(folder);
    }

    /** After a failure: the put's own exception is the one that counts. An interrupted thread still tidies up. */
    private void removeQuietly(Attempt put, String upload) {
        boolean interrupted = Thread.interrupted();
        try {
            server.send(put, "DELETE", upload);
        } catch (SinkException e) {
            System.getLogger("webdav").log(System.Logger.Level.WARNING, "could not remove " + upload, e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public InputStream get(ObjectKey key, long offset) throws SinkException {
        Attempt get = server.attempt(Verb.GET, Optional.of(key));
        HttpResponse<InputStream> found = server.download(get, key, offset);
        for (int again = 0; again < 4 && WebDavServer.isMissing(found); again++) {
            LockSupport.parkNanos(10_000_000L << 2 * again); // to many servers, a move onto a file deletes it first
            found = server.download(get, key, offset);
        }
        if (found.statusCode() == NOT_SATISFIABLE) {
            return atTheEnd(found, key, offset);
        }
        server.expectSuccess(get, found);
        if (offset > 0 && found.statusCode() != PARTIAL) {
            throw new SinkException(Kind.INVALID, key, "the server doesn't give parts of files");
        }
        return new ObjectStream(server, get, key, found);
    }

    /** A range that begins at the end is refused by HTTP, and is an empty stream to us. */
    private static InputStream atTheEnd(HttpResponse<?> refused, ObjectKey key, long offset) throws SinkException {
        String range = refused.headers().firstValue("Content-Range").orElse("");
        if (range.endsWith("/" + offset)) {
            return InputStream.nullInputStream();
        }
        throw new SinkException(Kind.INVALID, key, "offset " + offset + " lies beyond the end: " + range);
    }

    @Override
    public ListPage list(String prefix, String after, int limit) throws SinkException {
        return new Listing(server, prefix, after, limit).page();
    }

    @Override
    public void delete(ObjectKey key) throws SinkException {
        Attempt delete = server.attempt(Verb.DELETE, Optional.of(key));
        HttpResponse<?> deleted = server.send(delete, "DELETE", key.value());
        if (!WebDavServer.isMissing(deleted)) {
            server.expectSuccess(delete, deleted);
        }
    }

    /** The HTTP client lets its connections go by itself. */
    @Override
    public void close() {}
}
