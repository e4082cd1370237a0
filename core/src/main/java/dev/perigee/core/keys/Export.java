package dev.perigee.core.keys;

import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.disk.PartFile;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** Writes the keys of a cluster or a snapshot, as they stand at one revision, in one of the forms of a dump. */
public final class Export {

    private final ExportRules rules;

    /**
     * An export.
     *
     * @param rules which keys, and what of them
     */
    public Export(ExportRules rules) {
        this.rules = rules;
    }

    /**
     * Writes a file as it comes.
     *
     * @param source where the keys are; stays the caller's to close
     * @param file where to
     * @param form the form that is wanted
     * @return what went into the file, and what its form loses
     * @throws IOException if the source can't be read or the file can't be written; nothing is left then
     */
    public DumpSummary toFile(KeySource source, Path file, DumpWriter.Form form) throws IOException {
        return toFile(source, file, form, Coding.NONE);
    }

    /**
     * Writes a file that is whole or absent: {@code FILE.<process id>.part} beside it, readable to its owner only, then the rename.
     *
     * @param source where the keys are; stays the caller's to close
     * @param file where to; an existing one is replaced by the rename and not touched before
     * @param form the form that is wanted
     * @param coding how its bytes are encoded
     * @return what went into the file, and what its form loses
     * @throws IOException if the source can't be read or the file can't be written; nothing is left then
     */
    public DumpSummary toFile(KeySource source, Path file, DumpWriter.Form form, Coding coding) throws IOException {
        DurableFile.requireReplaceable(file);
        DurableFile.sweepParts(file);
        Path part = DurableFile.part(file);
        try (PartFile _ = new PartFile(part)) {
            DumpSummary summary;
            try (FileChannel channel = DurableFile.create(part);
                    OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
                summary = run(source, out, form, coding);
                channel.force(true);
            }
            DurableFile.publish(part, file);
            return summary;
        }
    }

    /** Encodes what is written. */
    @FunctionalInterface
    public interface Coding {

        /** As it comes. */
        Coding NONE = out -> out;

        /**
         * A stream in front of another.
         *
         * @param out where the encoded bytes go; closed with this one
         * @return only its close makes them whole
         * @throws IOException if the first bytes can't be written
         */
        OutputStream on(OutputStream out) throws IOException;
    }

    /**
     * Writes a dump into a stream that stays open.
     *
     * @param source where the keys are; stays the caller's to close
     * @param out where to; flushed at the end
     * @param form the form that is wanted
     * @param coding how its bytes are encoded
     * @return what went into the dump, and what its form loses
     * @throws IOException if the source can't be read or the dump can't be written
     */
    public DumpSummary run(KeySource source, OutputStream out, DumpWriter.Form form, Coding coding) throws IOException {
        DumpSummary summary;
        try (OutputStream coded = coding.on(new StaysOpen(out))) {
            summary = run(source, form.on(coded));
            coded.flush();
        }
        out.flush();
        return summary;
    }

    private static final class StaysOpen extends FilterOutputStream {

        StaysOpen(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    /**
     * Reads the source to its end and finishes the dump.
     *
     * @param source where the keys are; stays the caller's to close
     * @param writer where they go; stays the caller's to close
     * @return what went into the dump, and what its form loses
     * @throws IOException if the source can't be read or the dump can't be written; it is unfinished then
     */
    public DumpSummary run(KeySource source, DumpWriter writer) throws IOException {
        Set<Long> leases = new TreeSet<>(Long::compareUnsigned);
        writer.begin(header(source.header()));
        source.forEach(rules.filter(), entry -> {
            KeyEntry shown = rules.shown(entry);
            if (shown.lease() != 0) {
                leases.add(shown.lease());
            }
            writer.entry(shown);
        });
        return writer.end(source.leases(leases));
    }

    private DumpHeader header(DumpHeader source) {
        return new DumpHeader(source.clusterId(), source.revision(), source.time(), rules.leftOut());
    }
}
