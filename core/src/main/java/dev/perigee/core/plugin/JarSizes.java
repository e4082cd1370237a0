package dev.perigee.core.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** What a jar may ask of our memory before a class of it runs: a plugin that asks for more is broken, and costs nobody else. */
final class JarSizes {

    /** Manifests that have the digest of each class are the longest texts that are met with. */
    private static final int LARGEST_TEXT = 4 << 20;

    /** The JVM takes no method of more than 64 KiB; no class that a compiler makes comes near. */
    private static final long LARGEST_CLASS = 16L << 20;

    private static final int MOST_ENTRIES = 200_000;

    private JarSizes() {}

    /**
     * Judges by the jar's directory, before anything is unpacked: the class that reads jars has the whole manifest in
     * memory as soon as it is asked for anything.
     */
    static void require(ZipFile zip) throws IOException {
        if (zip.size() > MOST_ENTRIES) {
            throw new IOException("it has " + zip.size() + " entries, and no plugin needs more than " + MOST_ENTRIES);
        }
        ZipEntry manifest = zip.stream()
                .filter(entry -> entry.getName().toUpperCase(Locale.ROOT).equals("META-INF/MANIFEST.MF"))
                .findFirst()
                .orElse(null);
        if (manifest != null && manifest.getSize() > LARGEST_TEXT) {
            throw tooLong(manifest.getName(), manifest.getSize(), LARGEST_TEXT);
        }
    }

    /** Reads a text of the jar, whatever its directory says of the length. */
    static byte[] text(String name, InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(LARGEST_TEXT + 1);
        if (bytes.length > LARGEST_TEXT) {
            throw tooLong(name, bytes.length, LARGEST_TEXT);
        }
        return bytes;
    }

    /** Refuses a class that would fill the memory when it is loaded. */
    static void requireClass(ZipEntry entry) {
        if (entry.getName().endsWith(".class") && entry.getSize() > LARGEST_CLASS) {
            throw new UncheckedIOException(tooLong(entry.getName(), entry.getSize(), LARGEST_CLASS));
        }
    }

    private static IOException tooLong(String name, long length, long most) {
        return new IOException("its " + name + " has " + length + " bytes or more; " + most + " are the most");
    }
}
