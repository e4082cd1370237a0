package dev.perigee.core.spool;

import dev.perigee.api.ObjectKey;
import dev.perigee.core.body.FileBody;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.StoredObject;
import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.disk.FileLock;
import dev.perigee.core.encoding.EncodingSettings;
import dev.perigee.core.encoding.Identities;
import dev.perigee.core.encoding.NoIdentityException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * One body in the spool, locked against everybody else. Closing it removes it, unless it is still owed to a sink.
 * One that has spoiled is set aside instead.
 *
 * <p>Safe for many threads.
 */
public final class SpoolEntry implements AutoCloseable {

    private static final String RECORD = "owed.json";

    private final Path directory;
    private final FileLock lock;
    private final Path lockFile;
    private final boolean isNew;
    private final Soundness soundness;
    private Optional<Owed> owed;

    SpoolEntry(Path directory, Path lockFile, FileLock lock, Optional<Owed> owed) {
        this.directory = directory;
        this.lockFile = lockFile;
        this.lock = lock;
        this.isNew = owed.isEmpty();
        this.soundness = new Soundness(directory);
        this.owed = owed;
    }

    static Path record(Path directory) {
        return directory.resolve(RECORD);
    }

    /**
     * Where the body is, or is to be.
     *
     * @return a path in a directory of its own
     */
    public Path file() {
        return directory.resolve("snapshot.db");
    }

    /**
     * The body as etcd sent it.
     *
     * @return length and digest as the manifest has them
     * @throws IllegalStateException if nothing is owed yet
     */
    public FileBody body() {
        return body(file(), certain().manifest());
    }

    /**
     * The backup as a sink takes it: encoded now if it isn't here in that form. What is here only encoded is sent in the form
     * that it has: settings that have changed since then rewrite nothing.
     *
     * @param encoding how the sink has its bodies written
     * @param identities what is tried on what was encrypted, where there are any
     * @return manifest and body
     * @throws IOException if it can't be written, or can't be read back
     */
    public synchronized Outgoing outgoing(EncodingSettings encoding, Identities identities) throws IOException {
        boolean plain = Files.exists(file());
        if (encoding.isPlain() && plain) {
            return new Outgoing(certain().manifest(), body());
        }
        Optional<Owed.Encoded> tried = certain().encoded(encoding.fingerprint()).filter(form -> !form.untried());
        Owed.Encoded sent = plain && tried.isEmpty()
                ? encode(encoding, identities)
                : form(encoding).orElseThrow(() -> new NoSuchFileException(file().toString()));
        if (sent.untried()) {
            tryOut(sent, encoding, identities);
        }
        return outgoing(sent);
    }

    private Optional<Owed.Encoded> form(EncodingSettings encoding) {
        return certain()
                .encoded(encoding.fingerprint())
                .or(() -> certain().encoded().stream()
                        .filter(other -> !other.manifest().isPacked())
                        .findFirst());
    }

    /** What no identity at hand has opened isn't sent before one does, or there is none any more. */
    private void tryOut(Owed.Encoded form, EncodingSettings encoding, Identities identities) throws IOException {
        Path file = encoded(form.fingerprint());
        try {
            new EncodedFile(encoding, identities).prove(file, form.manifest().body());
        } catch (SpoiledBodyException e) {
            throw soundness.undecodable(file, e);
        }
        owe(certain().with(form.tried()));
    }

    /**
     * A backup on its way into a sink.
     *
     * @param manifest what the sink's manifest is to be
     * @param body the bytes that it promises
     */
    public record Outgoing(Manifest manifest, FileBody body) {}

    /**
     * Leaves nothing here that could be read without an identity: makes every form that is asked for, and removes the plain. One
     * that no identity at hand opens is made all the same, and sent only once one does.
     *
     * @param forms how the sinks have their bodies written
     * @param identities what is tried on what was encrypted, where there are any
     * @throws IOException if one can't be written, or can't be read back; the plain body is still here then
     */
    public synchronized void seal(Collection<EncodingSettings> forms, Identities identities) throws IOException {
        for (EncodingSettings form : forms) {
            try {
                outgoing(form, identities);
            } catch (NoIdentityException e) { // each sink finds that out by itself, and tells it
                owe(certain().with(written(form, Identities.NONE, true)));
            }
        }
        Files.deleteIfExists(file());
        DurableFile.sync(directory);
    }

    private Owed.Encoded encode(EncodingSettings encoding, Identities identities) throws IOException {
        Owed.Encoded form = written(encoding, identities, false);
        owe(certain().with(form));
        return form;
    }

    private Owed.Encoded written(EncodingSettings encoding, Identities identities, boolean untried) throws IOException {
        Path file = encoded(encoding.fingerprint());
        Manifest manifest = certain().manifest();
        StoredObject object = new EncodedFile(encoding, identities).write(file(), manifest.body(), file);
        return new Owed.Encoded(encoding.fingerprint(), manifest.with(object), untried);
    }

    /**
     * A form that was made before.
     *
     * @param name what it is called here
     * @return empty if there is none
     */
    public synchronized Optional<Outgoing> form(String name) {
        return certain().encoded(name).map(this::outgoing);
    }

    /**
     * Writes what is to become a form of the body.
     *
     * @param name what it is called here; one of that name is replaced
     * @param role what the object is to the backup
     * @param key where it goes
     * @param encoding how it is written
     * @param identities what is tried on what was encrypted, where one fits
     * @param content what it is
     * @return the object; nothing is owed yet
     * @throws IOException if it can't be written, or can't be read back
     */
    public synchronized Written write(
            String name, String role, ObjectKey key, EncodingSettings encoding, Identities identities, Packed content)
            throws IOException {
        Path file = encoded(name);
        owe(certain().withoutForm(name)); // it is about to lie there no more
        long most = certain().manifest().body().length();
        return new Written(new EncodedFile(encoding, identities).write(content::to, most, role, key, file), name);
    }

    /** What was written, before it is a form of the body. */
    public final class Written {

        private final StoredObject object;
        private final String name;

        private Written(StoredObject object, String name) {
            this.object = object;
            this.name = name;
        }

        /**
         * The object.
         *
         * @return as it is stored
         */
        public StoredObject object() {
            return object;
        }

        /**
         * Makes it a form of the body, also for later processes.
         *
         * @param manifest the backup as the sink gets it
         * @return manifest and body
         * @throws IOException if it can't be written down
         */
        public Outgoing owe(Manifest manifest) throws IOException {
            synchronized (SpoolEntry.this) {
                Owed.Encoded form = new Owed.Encoded(name, manifest);
                SpoolEntry.this.owe(certain().with(form));
                return outgoing(form);
            }
        }
    }

    /**
     * Writes the files which a restore also needs, as the sinks get them. They lie here in no other form.
     *
     * @param content what they are
     * @param bytes how many that is about
     * @param key where they go
     * @param encoding how they are written
     * @param identities what is tried on what was encrypted, where one fits
     * @return the object; nothing is owed yet
     * @throws IOException if it can't be written, or can't be read back
     */
    public synchronized StoredObject companions(
            Packed content, long bytes, ObjectKey key, EncodingSettings encoding, Identities identities)
            throws IOException {
        return new EncodedFile(encoding, identities)
                .write(content::to, bytes, Manifest.COMPANIONS, key, companionsFile());
    }

    /** What is written once. */
    @FunctionalInterface
    public interface Packed {
        /** Writes it; leaves the stream open. */
        void to(OutputStream out) throws IOException;
    }

    /**
     * The files which a restore also needs, as the sinks get them.
     *
     * @return empty if the backup has none
     */
    public Optional<FileBody> companions() {
        return certain()
                .manifest()
                .companions()
                .map(object -> new FileBody(companionsFile(), object.length(), object.sha256()));
    }

    private Path companionsFile() {
        return directory.resolve("companions");
    }

    private Outgoing outgoing(Owed.Encoded form) {
        return new Outgoing(form.manifest(), body(encoded(form.fingerprint()), form.manifest()));
    }

    private Path encoded(String fingerprint) {
        return directory.resolve("snapshot." + fingerprint);
    }

    /**
     * Where several sinks wait, each gets bytes of its own: what damages one copy must not damage what the others are to get. What lay
     * here before this process is read once more on its way. Rows are as old as their file, which a sink that keeps it calls new.
     */
    private FileBody body(Path file, Manifest manifest) {
        StoredObject stored = manifest.body();
        boolean last = isNew && certain().sinks().size() == 1 && !manifest.isPacked();
        return new FileBody(file, stored.length(), stored.sha256(), last);
    }

    private Owed certain() {
        return owed().orElseThrow(() -> new IllegalStateException("nothing is owed yet"));
    }

    /** Where a body lies: the plain one, if it is here, and every other form. */
    private List<FileBody> bodies() {
        List<FileBody> bodies = new ArrayList<>();
        if (certain().encoded().isEmpty() || Files.exists(file())) {
            bodies.add(body());
        }
        certain().encoded().forEach(form -> bodies.add(outgoing(form).body()));
        companions().ifPresent(bodies::add);
        return bodies;
    }

    /** All files that a sink's bytes may come from. */
    List<Path> files() {
        return bodies().stream().map(FileBody::path).toList();
    }

    /**
     * Proves, once, that the body is still what its record says, and tries the form that a sink gets, if nobody has: nothing
     * else is sent. To be called once for each sink.
     *
     * @param encoding how the sink has its bodies written
     * @param identities what is tried on what was encrypted, where there are any
     * @throws SpoiledBodyException if it isn't, or doesn't decode; it is set aside when the entry is closed, in the latter case
     *     unless a sink still waits for it that gets another form, or wasn't asked for
     * @throws IOException if it can't be read
     */
    public synchronized void prove(EncodingSettings encoding, Identities identities) throws IOException {
        soundness.require(this::bodies);
        if (!Files.exists(file())
                && form(encoding).filter(Owed.Encoded::untried).isPresent()) {
            try {
                outgoing(encoding, identities);
            } catch (NoIdentityException e) { // told when it is to be sent
                return;
            }
        }
    }

    /**
     * What is owed to whom.
     *
     * @return empty before {@link #owe}
     */
    public synchronized Optional<Owed> owed() {
        return owed;
    }

    /**
     * Notes that the body is proven, and who has to get it. From here on it outlives this process.
     *
     * @param debt what is owed
     * @throws IOException if it can't be written down
     */
    public synchronized void owe(Owed debt) throws IOException {
        DurableFile.replace(record(directory), debt.toJson());
        owed = Optional.of(debt);
    }

    /** Proven by the caller a moment ago; only what comes back from the disk later has to be proven again. */
    public synchronized void fresh() {
        soundness.fresh();
    }

    /**
     * Notes that a sink has it, or doesn't want it any more.
     *
     * @param sink its name
     * @throws IOException if it can't be written down; the sink would get the same backup again
     */
    public synchronized void settle(String sink) throws IOException {
        if (owed.isPresent()) {
            owe(owed.get().without(sink));
        }
    }

    /**
     * Gives the body up, whoever it is owed to.
     *
     * @throws IOException if it can't be removed
     */
    public synchronized void drop() throws IOException {
        // The record first: a body without one is swept, a record without its body would be owed for ever.
        Files.deleteIfExists(record(directory));
        owed = Optional.empty();
        DurableFile.deleteTree(directory);
        Files.deleteIfExists(lockFile);
    }

    @Override
    public synchronized void close() throws IOException {
        try (lock) {
            if (owed.isPresent() && soundness.isSpoiled(owed.get())) {
                Files.move(directory, soundness.aside());
                Files.deleteIfExists(lockFile);
            } else if (owed.isEmpty() || owed.get().sinks().isEmpty()) {
                drop();
            }
        }
    }
}
