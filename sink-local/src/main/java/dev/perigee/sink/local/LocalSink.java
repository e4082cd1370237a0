package dev.perigee.sink.local;

import dev.perigee.api.Body;
import dev.perigee.api.ListPage;
import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.SinkCapabilities;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.api.StorageSink;
import dev.perigee.sink.kit.body.CheckedBody;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Keeps each object as a file: the key's segments are the folders and the file's name under the configured directory.
 *
 * <p>A put writes a temporary file in the same tree, checks the digest on the way, makes the file durable, renames it and makes
 * the rename durable. A body that is a file of the same owner on the same file system is neither read nor written, but linked. Files are
 * readable and writable by their owner only. Symbolic links inside the directory are never followed. Several processes may
 * share a directory.
 */
public final class LocalSink implements StorageSink {

    private final Tree tree;
    private final Temporaries temporaries;

    /**
     * A sink on a directory. Nothing is read or written yet.
     *
     * @param config which directory
     */
    public LocalSink(LocalSinkConfig config) {
        this(config, InstantSource.system(), new Random());
    }

    /**
     * A sink on a directory, with a clock and chance of one's own.
     *
     * @param config which directory
     * @param clock tells how old an abandoned temporary file is
     * @param random makes the names of temporary files; safe for many threads
     */
    public LocalSink(LocalSinkConfig config, InstantSource clock, RandomGenerator random) {
        this.tree = new Tree(config.directory());
        this.temporaries = new Temporaries(clock, random);
    }

    @Override
    public SinkCapabilities capabilities() {
        return SinkCapabilities.PLAIN;
    }

    @Override
    public ObjectInfo put(ObjectKey key, Body body, PutOptions options) throws SinkException {
        if (options.retainUntil().isPresent()) {
            throw new SinkException(Kind.INVALID, key, "a directory can't hold objects until a date");
        }
        try {
            Path root = tree.make();
            temporaries.sweepOnce(root);
            try (Temporary temporary = temporaries.create(root, body)) {
                temporary.fill(new CheckedBody(key, body));
                ObjectInfo info = new ObjectInfo(key, body.length(), temporary.lastModified());
                tree.publish(root, temporary.path(), key);
                return info;
            }
        } catch (IOException e) {
            throw Failures.ofPut(e, key, body.length(), tree.directory());
        }
    }

    @Override
    public InputStream get(ObjectKey key, long offset) throws SinkException {
        try {
            Path file = tree.find(key).orElseThrow(() -> absent(key));
            return open(file, key, offset);
        } catch (NoSuchFileException e) {
            throw absent(key);
        } catch (IOException e) {
            throw Failures.of(e, "could not read it", Optional.of(key), tree.directory());
        }
    }

    private InputStream open(Path file, ObjectKey key, long offset) throws IOException {
        FileChannel channel = FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        try {
            long length = channel.size();
            if (offset < 0 || offset > length) {
                throw new SinkException(
                        Kind.INVALID, key, "offset " + offset + " lies outside the object's " + length + " bytes");
            }
            return new WholeFile(channel.position(offset), length - offset, key, file);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private SinkException absent(ObjectKey key) {
        return new SinkException(Kind.NOT_FOUND, key, "there is no such file in " + tree.directory());
    }

    @Override
    public ListPage list(String prefix, String after, int limit) throws SinkException {
        try {
            Optional<Path> root = tree.root();
            return root.isPresent()
                    ? new Listing(root.get(), prefix, after, limit).page()
                    : new ListPage(List.of(), false);
        } catch (IOException e) {
            throw Failures.of(e, "could not list it", Optional.empty(), tree.directory());
        }
    }

    @Override
    public void delete(ObjectKey key) throws SinkException {
        try {
            Optional<Path> file = tree.find(key);
            if (file.isPresent() && Files.deleteIfExists(file.get())) {
                tree.tidyAfter(file.get());
            }
        } catch (IOException e) {
            throw Failures.of(e, "could not delete it", Optional.of(key), tree.directory());
        }
    }

    /** Nothing to let go of: each call opens and closes its own files. */
    @Override
    public void close() {}
}
