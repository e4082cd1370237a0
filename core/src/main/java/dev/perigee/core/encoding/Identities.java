package dev.perigee.core.encoding;

import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import dev.perigee.core.disk.GivenFile;
import dev.perigee.core.disk.PrivateFile;
import dev.perigee.core.words.FailureWords;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

/**
 * The identities that this machine opens encrypted backups with. They are secret: only their files' names are kept here, the
 * files are read at each use, and no message tells what is in them.
 *
 * @param files as {@code age-keygen} writes them
 */
public record Identities(List<Path> files) {

    /** A machine that only makes backups. */
    public static final Identities NONE = new Identities(List.of());

    private static final int LONGEST_FILE = 1 << 20;
    private static final String X25519 = "AGE-SECRET-KEY-1";

    /** Copies the list. */
    public Identities {
        files = List.copyOf(files);
    }

    /**
     * Whether nothing encrypted can be read here.
     *
     * @return true if no file is named
     */
    public boolean isEmpty() {
        return files.isEmpty();
    }

    /**
     * Whether what is encrypted for some can be read here: tries it.
     *
     * @param recipients at least one
     * @return false also where there is no identity, or none that can be used
     * @throws IOException if it can't be tried
     */
    public boolean open(List<AgeRecipient> recipients) throws IOException {
        Age age = new Age(recipients, this);
        ByteArrayOutputStream encrypted = new ByteArrayOutputStream();
        try (OutputStream out = age.encode(encrypted)) {
            out.write(1);
        }
        try (InputStream in = age.decode(new ByteArrayInputStream(encrypted.toByteArray()))) {
            return in.read() == 1;
        } catch (NoIdentityException e) {
            return false;
        }
    }

    /**
     * Reads every file, and does nothing with it.
     *
     * @return a sentence for each that can't be read, or holds something else than identities; never what it holds
     */
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        read(faults);
        return List.copyOf(faults);
    }

    /** Of the files that can be used: one that can't costs nothing where another opens it. */
    List<RecipientStanzaReader> readers() throws NoIdentityException {
        List<String> faults = new ArrayList<>();
        List<RecipientStanzaReader> readers = read(faults);
        if (readers.isEmpty()) {
            throw new NoIdentityException(
                    faults.isEmpty() ? "there is no identity at hand" : String.join("; ", faults));
        }
        return readers;
    }

    private List<RecipientStanzaReader> read(List<String> faults) {
        List<RecipientStanzaReader> readers = new ArrayList<>();
        for (Path file : files) {
            try {
                readers.addAll(readers(file));
            } catch (NoIdentityException e) {
                faults.add(FailureWords.of(e));
            }
        }
        return readers;
    }

    private static List<RecipientStanzaReader> readers(Path file) throws NoIdentityException {
        List<RecipientStanzaReader> readers = new ArrayList<>();
        int number = 0;
        for (String line : text(file).lines().toList()) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                readers.add(reader(line.strip(), file + ":" + number));
            }
        }
        if (readers.isEmpty()) {
            throw new NoIdentityException(file + " holds no identity");
        }
        return readers;
    }

    private static String text(Path file) throws NoIdentityException {
        PrivateFile.warnIfOpen(file, "open every backup that is encrypted for it");
        try (InputStream in = GivenFile.open(file)) {
            byte[] bytes = in.readNBytes(LONGEST_FILE + 1);
            if (bytes.length > LONGEST_FILE) {
                throw new NoIdentityException(file + " is too long to hold identities");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (NoIdentityException e) {
            throw e;
        } catch (NoSuchFileException e) {
            throw new NoIdentityException(file + " isn't there");
        } catch (AccessDeniedException e) {
            throw new NoIdentityException(file + " can't be read by this user");
        } catch (IOException e) {
            throw new NoIdentityException(file + " can't be read: " + e);
        }
    }

    private static RecipientStanzaReader reader(String line, String where) throws NoIdentityException {
        if (!line.startsWith(X25519)) {
            throw new NoIdentityException(where + " " + kind(line));
        }
        try {
            return X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(line);
        } catch (GeneralSecurityException | RuntimeException e) { // its message may hold what it read
            throw new NoIdentityException(where + " is no identity: a letter is wrong or missing");
        }
    }

    private static String kind(String line) {
        if (line.startsWith("AGE-SECRET-KEY-PQ-")) {
            return "is a post-quantum identity, which this release can't use";
        }
        if (line.startsWith("AGE-PLUGIN-")) {
            return "is an identity of a plugin, and plugins can't be used";
        }
        if (line.startsWith("age-encryption.org/") || line.startsWith("-----BEGIN AGE ENCRYPTED FILE")) {
            return "starts an identity file that is encrypted itself, which this release can't open";
        }
        return line.contains("PRIVATE KEY")
                ? "starts a key of SSH or TLS, which this release can't use; it takes what 'age-keygen' writes"
                : "is no identity of age; it takes what 'age-keygen' writes";
    }
}
