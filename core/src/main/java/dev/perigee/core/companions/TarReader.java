package dev.perigee.core.companions;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a tar as {@link TarWriter} writes it, from whoever: bounded, and anything else is an error. */
final class TarReader {

    private static final int LARGEST_PAX = 1 << 16;
    private static final int MODES = 07777;

    private final InputStream in;
    private long left;
    private int entries;

    /** Of at most so many bytes in all. */
    TarReader(InputStream in, long most) {
        this.in = in;
        this.left = most;
    }

    List<TarEntry> read() throws IOException {
        List<TarEntry> all = new ArrayList<>();
        for (Optional<TarEntry> next = next(); next.isPresent(); next = next()) {
            all.add(next.get());
        }
        return all;
    }

    private Optional<TarEntry> next() throws IOException {
        Map<String, String> pax = Map.of();
        byte[] header = header();
        if (isEmpty(header)) {
            return Optional.empty();
        }
        if (header[156] == TarWriter.PAX) {
            pax = pax(content(size(header), LARGEST_PAX));
            header = header();
        }
        if (++entries > CompanionFiles.MOST) {
            throw damaged("it has more than " + CompanionFiles.MOST + " entries");
        }
        return Optional.of(entry(header, pax));
    }

    private TarEntry entry(byte[] header, Map<String, String> pax) throws IOException {
        TarEntry.Kind kind = kind(header[156]);
        String name = pax.getOrDefault("path", text(header, 0, TarWriter.NAME));
        String target = pax.getOrDefault("linkpath", text(header, TarWriter.LINK, TarWriter.NAME));
        return new TarEntry(
                requireSound(name.endsWith("/") ? name.substring(0, name.length() - 1) : name),
                kind,
                (int) octal(header, 100, 8) & MODES,
                id(pax.getOrDefault("uid", ""), header, 108),
                id(pax.getOrDefault("gid", ""), header, 116),
                content(size(header), CompanionFiles.LARGEST),
                kind == TarEntry.Kind.LINK ? target : "");
    }

    private static TarEntry.Kind kind(byte flag) throws IOException {
        for (TarEntry.Kind kind : TarEntry.Kind.values()) {
            if (kind.flag() == flag) {
                return kind;
            }
        }
        throw damaged("it has an entry of a kind that isn't ours");
    }

    /** What leads anywhere but below the directory that it is laid out in. */
    private static String requireSound(String name) throws IOException {
        boolean sound = !name.isEmpty()
                && !name.startsWith("/")
                && name.indexOf('\0') < 0
                && Arrays.stream(name.split("/", -1))
                        .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
        if (!sound) {
            throw damaged("it has an entry whose name leads elsewhere");
        }
        return name;
    }

    private static long id(String pax, byte[] header, int at) throws IOException {
        try {
            return pax.isEmpty() ? octal(header, at, 8) : Integer.toUnsignedLong(Integer.parseUnsignedInt(pax));
        } catch (NumberFormatException e) {
            throw damaged("it has an owner that is no number");
        }
    }

    /** Each record begins with its length, for a name may hold a line end. */
    private static Map<String, String> pax(byte[] bytes) throws IOException {
        Map<String, String> records = new HashMap<>();
        int at = 0;
        while (at < bytes.length) {
            int blank = at;
            while (blank < bytes.length && bytes[blank] != ' ') {
                blank++;
            }
            int end = at + length(new String(bytes, at, blank - at, StandardCharsets.US_ASCII));
            if (end <= blank + 1 || end > bytes.length) {
                throw damaged("it has a pax header that can't be read");
            }
            String[] record = new String(bytes, blank + 1, end - blank - 2, StandardCharsets.UTF_8).split("=", 2);
            records.put(record[0], record.length == 2 ? record[1] : "");
            at = end;
        }
        return records;
    }

    private static int length(String digits) throws IOException {
        try {
            return Math.clamp(Integer.parseInt(digits), 0, LARGEST_PAX);
        } catch (NumberFormatException e) {
            throw damaged("it has a pax header that can't be read");
        }
    }

    private byte[] header() throws IOException {
        byte[] block = content(TarWriter.BLOCK, TarWriter.BLOCK);
        if (!isEmpty(block)) {
            long stated = octal(block, 148, 8);
            Arrays.fill(block, 148, 156, (byte) ' ');
            if (stated != TarWriter.sum(block)) {
                throw damaged("it has a header whose sum is wrong");
            }
        }
        return block;
    }

    private static boolean isEmpty(byte[] block) {
        return Arrays.equals(block, new byte[TarWriter.BLOCK]);
    }

    private static long size(byte[] header) throws IOException {
        return octal(header, 124, 12);
    }

    private byte[] content(long size, long most) throws IOException {
        int padding = TarWriter.padding(size);
        left -= size + padding;
        if (size > most || left < 0) {
            throw damaged("it is larger than companions are");
        }
        byte[] bytes = new byte[Math.toIntExact(size)];
        if (in.readNBytes(bytes, 0, bytes.length) < bytes.length || in.readNBytes(padding).length < padding) {
            throw damaged("it ends too early");
        }
        return bytes;
    }

    private static String text(byte[] block, int at, int most) {
        int end = at;
        while (end < at + most && block[end] != 0) {
            end++;
        }
        return new String(block, at, end - at, StandardCharsets.UTF_8);
    }

    private static long octal(byte[] block, int at, int most) throws IOException {
        String digits = text(block, at, most).strip();
        if (!digits.chars().allMatch(digit -> digit >= '0' && digit <= '7')) {
            throw damaged("it has a header that can't be read");
        }
        return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
    }

    private static IOException damaged(String why) {
        return new IOException("the companions are no tar of ours: " + why);
    }
}
