package dev.perigee.core.keys;

import dev.perigee.api.Sha256;
import dev.perigee.core.words.Words;
import dev.perigee.etcd.format.json.Json;
import dev.perigee.etcd.format.json.JsonException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A proven file in Perigee's own form, as {@link JsonLinesWriter} writes it. */
final class JsonLinesFile implements DumpFile {

    /** The longest line: a value of 1.5 MiB in base64 takes 2 MiB, escaped text six times its size. */
    private static final int MAX_LINE = Json.MAX_LENGTH;

    private final Content content;
    private final String name;
    private final Contents contents;

    private JsonLinesFile(Content content, String name, Contents contents) {
        this.content = content;
        this.name = name;
        this.contents = contents;
    }

    static JsonLinesFile open(Content content, String name) throws IOException {
        Contents contents = new Contents(name);
        contents.read(content, entry -> {});
        return new JsonLinesFile(content, name, contents);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long entries() {
        return contents.entries;
    }

    @Override
    public OptionalLong clusterId() {
        return contents.header
                .flatMap(header -> boxed(header.clusterId()))
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    private static Optional<Long> boxed(OptionalLong id) {
        return id.isPresent() ? Optional.of(id.getAsLong()) : Optional.empty();
    }

    @Override
    public Collection<LeaseTime> leases() {
        return List.copyOf(contents.leases);
    }

    @Override
    public boolean keysAreRelative() {
        return false;
    }

    @Override
    public void forEach(EntryVisitor visitor) throws IOException {
        new Contents(name).read(content, visitor);
    }

    /** One reading of the file, line by line. */
    private static final class Contents {

        private final String name;
        private final MessageDigest digest = Sha256.digester();
        private final List<LeaseTime> leases = new ArrayList<>();
        private Optional<DumpHeader> header = Optional.empty();
        private long entries;
        private long line;
        private boolean ended;

        Contents(String name) {
            this.name = name;
        }

        void read(Content content, EntryVisitor visitor) throws IOException {
            try (InputStream in = content.open()) {
                Lines lines = new Lines(in, MAX_LINE);
                for (Optional<byte[]> next = lines.next(); next.isPresent(); next = lines.next()) {
                    line++;
                    take(next.get(), visitor);
                }
            }
            if (!ended) {
                throw new DamagedDumpException(name, "is cut: its last line, with count and sha256, is missing");
            }
        }

        private void take(byte[] text, EntryVisitor visitor) throws IOException {
            DumpLine understood;
            try {
                understood = understand(text);
            } catch (JsonException e) {
                throw new DamagedDumpException(name, "line " + line, e);
            }
            switch (understood) {
                case DumpLine.Header first -> header = Optional.of(first.header());
                case DumpLine.Lease lease -> leases.add(lease.lease());
                case DumpLine.Trailer _ -> ended = true;
                case DumpLine.Entry entry -> {
                    entries++;
                    visitor.entry(entry.entry());
                }
            }
        }

        private DumpLine understand(byte[] text) throws JsonException {
            DumpLine understood = DumpLine.parse(text);
            if (ended) {
                throw new JsonException("something follows the last line");
            }
            if (understood instanceof DumpLine.Header != (line == 1)) {
                throw new JsonException("the header should be the first line, and only that");
            }
            if (understood instanceof DumpLine.Trailer trailer) {
                check(trailer);
            }
            digest.update(text);
            return understood;
        }

        private void check(DumpLine.Trailer trailer) throws JsonException {
            if (trailer.count() != entries) {
                throw new JsonException(
                        "the file should hold " + Words.count(trailer.count(), "key") + " and holds " + entries);
            }
            String computed = Sha256.of(digest.digest()).toString();
            if (!trailer.sha256().equals(computed)) {
                throw new JsonException("the file was changed: its digest is " + computed + ", not the one it says");
            }
        }
    }
}
