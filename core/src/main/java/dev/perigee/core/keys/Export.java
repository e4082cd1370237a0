package dev.perigee.core.keys;

import dev.perigee.core.disk.DurableFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
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
     * Writes a file that is whole or absent: {@code FILE.<process id>.part} beside it, readable to its owner only, then the rename.
     *
     * @param source where the keys are; stays the caller's to close
     * @param file where to; an existing one is replaced by the rename and not touched before
     * @param form the form that is wanted
     * @return what went into the file, and what its form loses
     * @throws IOException if the source can't be read or the file can't be written; nothing is left then
     */
    public DumpSummary toFile(KeySource source, Path file, DumpWriter.Form form) throws IOException {
        DurableFile.requireReplaceable(file);
        DurableFile.sweepParts(file);
        Path part = DurableFile.part(file);
        try {
            DumpSummary summary;
            try (FileChannel channel = DurableFile.create(part);
                    OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
                summary = run(source, form.on(out));
                out.flush();
                channel.force(true);
            }
            DurableFile.publish(part, file);
            return summary;
        } finally {
            Files.deleteIfExists(part);
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
