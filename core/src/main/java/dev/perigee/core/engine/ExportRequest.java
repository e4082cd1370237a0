package dev.perigee.core.engine;

import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.disk.TargetFile;
import dev.perigee.core.encoding.AgeRecipient;
import dev.perigee.core.encoding.EncodingSettings;
import dev.perigee.core.keys.DumpSummary;
import dev.perigee.core.keys.DumpWriter;
import dev.perigee.core.keys.Export;
import dev.perigee.core.keys.ExportRules;
import dev.perigee.core.keys.GravityWriter;
import dev.perigee.core.keys.JsonLinesWriter;
import dev.perigee.core.keys.KeyFilter;
import dev.perigee.core.keys.KeySource;
import dev.perigee.core.keys.PrettyWriter;
import dev.perigee.core.keys.Redaction;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.Result;
import dev.perigee.core.words.FailureWords;
import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.format.snapshot.DamagedSnapshotException;
import dev.perigee.etcd.format.snapshot.Snapshot;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Writes the keys of a cluster or a snapshot, all at one revision.
 *
 * @param state of what
 * @param scope which cluster; and for a stored snapshot, where to look
 * @param filter which keys
 * @param keysOnly leave out the values
 * @param secrets leave out values that look like secrets, and those of keys in which one of these is found, or one that the
 *     configuration names; empty to show them
 * @param form how they are written
 * @param packing how their bytes are encoded
 * @param target where to
 */
public record ExportRequest(
        State state,
        Scope scope,
        KeyFilter filter,
        boolean keysOnly,
        Optional<List<Pattern>> secrets,
        Form form,
        Packing packing,
        Target target)
        implements Request<ExportRequest.Exported> {

    /** How keys are written. */
    public sealed interface Form {

        /** JSON Lines with a digest. */
        record JsonLines() implements Form {}

        /**
         * Gravity's own form.
         *
         * @param stripPrefix what keys are relative to
         */
        record Gravity(Bytes stripPrefix) implements Form {}

        /** For reading: it can't be imported. */
        record Pretty() implements Form {}
    }

    /**
     * How bytes are encoded: compressed first, then encrypted.
     *
     * @param zstd whether they are compressed
     * @param recipients who can read them, as {@code age1…}; nobody's for no encryption
     */
    public record Packing(boolean zstd, List<String> recipients) {

        /** As they are. */
        public static final Packing NONE = new Packing(false, List.of());

        /** Copies the list. */
        public Packing {
            recipients = List.copyOf(recipients);
        }

        private EncodingSettings settings() throws OperationException {
            List<AgeRecipient> parsed = new ArrayList<>();
            for (String recipient : recipients) {
                try {
                    parsed.add(AgeRecipient.parse(recipient));
                } catch (IllegalArgumentException e) {
                    throw new OperationException(Outcome.BAD_INPUT, "a recipient can't be used: " + FailureWords.of(e));
                }
            }
            OptionalInt level = zstd ? OptionalInt.of(EncodingSettings.DEFAULT_LEVEL) : OptionalInt.empty();
            return new EncodingSettings(level, parsed);
        }
    }

    /** Where keys go. */
    public sealed interface Target {

        /**
         * A file, which is whole or absent, and readable to its owner only; or a pipe.
         *
         * @param path its path; an existing file is replaced when the new one is whole, unless it is a snapshot
         */
        record To(Path path) implements Target {}

        /**
         * A stream, which stays the caller's to close.
         *
         * @param stream it is flushed at the end
         */
        record Into(OutputStream stream) implements Target {}
    }

    /**
     * What was written.
     *
     * @param summary what went into the dump, and what its form loses
     * @param revision of the keys
     */
    public record Exported(DumpSummary summary, long revision) implements Result {

        @Override
        public Outcome outcome() {
            return Outcome.OK;
        }
    }

    @Override
    public Exported in(Run run) throws OperationException, IOException {
        requireTarget();
        Export export = new Export(new ExportRules(filter, keysOnly, redaction(run)));
        EncodingSettings encoding = packing.settings();
        try (OpenedKeys keys = OpenedKeys.of(run, state, scope, filter, keysOnly)) {
            return new Exported(
                    write(export, keys.source(), encoding::encode),
                    keys.source().header().revision());
        }
    }

    /** Other commands read a snapshot that stands in this place of the line. */
    private void requireTarget() throws OperationException, IOException {
        if (!(target instanceof Target.To(Path path)) || DurableFile.isStream(path)) {
            return;
        }
        TargetFile.require(path);
        if (Files.isRegularFile(path) && isSnapshot(path)) {
            throw new OperationException(
                    Outcome.REFUSED,
                    path + " is a snapshot, and an export would replace it",
                    Optional.of(
                            "'--from " + path + "' exports the keys that it holds; for an export that takes its name,"
                                    + " remove it first"),
                    Optional.empty());
        }
    }

    private static boolean isSnapshot(Path path) throws IOException {
        try (Snapshot _ = Snapshot.open(path)) {
            return true;
        } catch (DamagedSnapshotException e) {
            return false; // nor is it one that anything could be made of
        }
    }

    /** The configuration counts for a file as well: what it calls a secret must not be shown by mistake. */
    private Redaction redaction(Run run) throws OperationException {
        return secrets.isEmpty()
                ? Redaction.NONE
                : Redaction.DEFAULT.withKeys(run.config().redaction()).withKeys(secrets.get());
    }

    private DumpSummary write(Export export, KeySource source, Export.Coding coding) throws IOException {
        return switch (target) {
            case Target.Into(OutputStream stream) -> toStream(export, source, stream, coding);
            case Target.To(Path path) when !DurableFile.isStream(path) -> export.toFile(source, path, writer(), coding);
            case Target.To(Path path) -> {
                try (OutputStream stream = new FileOutputStream(path.toFile(), true)) {
                    yield toStream(export, source, stream, coding);
                }
            }
        };
    }

    private DumpSummary toStream(Export export, KeySource source, OutputStream stream, Export.Coding coding)
            throws IOException {
        return export.run(source, new BufferedOutputStream(stream, 1 << 16), writer(), coding);
    }

    private DumpWriter.Form writer() {
        return switch (form) {
            case Form.JsonLines() -> JsonLinesWriter::new;
            case Form.Gravity(Bytes stripPrefix) -> out -> new GravityWriter(out, stripPrefix);
            case Form.Pretty() -> PrettyWriter::new;
        };
    }
}
