package dev.perigee.etcd.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads certificates and keys from PEM files, the older key formats too: kubeadm writes {@code BEGIN RSA PRIVATE KEY}.
 * The messages name the file, never its contents.
 */
public final class PemFile {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----((?:(?!-----BEGIN ).)*?)-----END \\1-----", Pattern.DOTALL);
    private static final int LONGEST = 1 << 20;
    private static final Set<String> CERTIFICATES = Set.of("CERTIFICATE", "X509 CERTIFICATE");
    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA");

    private PemFile() {}

    /**
     * The certificates of a file.
     *
     * @param file PEM, of a mebibyte at most
     * @return as they stand there, at least one
     * @throws IOException if it can't be read or holds none; the message names the file
     */
    public static X509Certificate[] certificates(Path file) throws IOException {
        String text = read(file);
        List<X509Certificate> all = new ArrayList<>();
        for (Matcher block = BLOCK.matcher(text); block.find(); ) {
            if (CERTIFICATES.contains(block.group(1))) {
                all.add(certificate(file, bytes(file, block), all.size() + 1));
            }
        }
        if (all.isEmpty()) {
            throw new IOException(file + " holds no certificate in PEM" + hint(text, "x509"));
        }
        return all.toArray(X509Certificate[]::new);
    }

    private static X509Certificate certificate(Path file, byte[] der, int number) throws IOException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new IOException(
                    "certificate " + number + " of " + file + " can't be read: "
                            + PeerText.clean(String.valueOf(e.getMessage())),
                    e);
        }
    }

    /** What may have become of a file without what it should hold. */
    private static String hint(String text, String tool) {
        if (text.contains("-----BEGIN ")) {
            return "; was it cut, or is it another file that is meant?";
        }
        return text.startsWith("0") ? "; if it is DER, convert it: openssl " + tool + " -inform der" : "";
    }

    /**
     * The private key of a file.
     *
     * @param file PEM, of PKCS #8, PKCS #1 or SEC 1, of a mebibyte at most
     * @return the first that stands there, of RSA, EC or Ed25519
     * @throws IOException if it can't be read, is encrypted or holds none; the message names the file
     */
    public static PrivateKey privateKey(Path file) throws IOException {
        String text = read(file);
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            switch (block.group(1)) {
                case "PRIVATE KEY" -> {
                    return decode(file, bytes(file, block));
                }
                case "RSA PRIVATE KEY" -> {
                    refuseEncrypted(file, block);
                    return decode(file, Pkcs8.ofRsa(bytes(file, block)));
                }
                case "EC PRIVATE KEY" -> {
                    refuseEncrypted(file, block);
                    return decode(file, wrapped(file, bytes(file, block)));
                }
                case "ENCRYPTED PRIVATE KEY" -> throw encrypted(file);
                default -> {
                    // A certificate or curve parameters beside the key: look on.
                }
            }
        }
        throw new IOException(file + " holds no private key in PEM" + hint(text, "pkey"));
    }

    private static byte[] wrapped(Path file, byte[] key) throws IOException {
        try {
            return Pkcs8.ofEc(key);
        } catch (IOException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private static PrivateKey decode(Path file, byte[] pkcs8) throws IOException {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException e) {
                // Of another algorithm: try the next one.
            } catch (GeneralSecurityException e) {
                throw new IOException(file + ": this JDK knows no " + algorithm + " keys", e);
            }
        }
        throw new IOException(file + " holds no private key that can be read: it must be RSA, EC or Ed25519");
    }

    private static byte[] bytes(Path file, Matcher block) throws IOException {
        try {
            return Base64.getMimeDecoder().decode(block.group(2));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is no proper PEM: its base64 is broken");
        }
    }

    private static void refuseEncrypted(Path file, Matcher block) throws IOException {
        if (block.group(2).contains("ENCRYPTED")) {
            throw encrypted(file);
        }
    }

    private static IOException encrypted(Path file) {
        return new IOException(
                file + " is an encrypted private key; decrypt it: openssl pkey -in " + file + " -out KEY");
    }

    private static String read(Path file) throws IOException {
        try (InputStream in = opened(file)) {
            byte[] bytes = in.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) {
                throw new IOException("it has more than " + LONGEST + " bytes");
            }
            return new String(bytes, isUtf16(bytes) ? StandardCharsets.UTF_16 : StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + file, e);
        } catch (IOException e) {
            throw new IOException(
                    "cannot read " + file + ": "
                            + Objects.requireNonNullElse(
                                    e.getMessage(), e.getClass().getSimpleName()),
                    e);
        }
    }

    /** To open a pipe waits for a writer, perhaps for ever. What a shell hands over has one. */
    private static InputStream opened(Path file) throws IOException {
        Path absolute = file.toAbsolutePath();
        boolean handedOver = absolute.startsWith("/dev") || absolute.startsWith("/proc");
        if (!handedOver && Files.readAttributes(file, BasicFileAttributes.class).isOther()) {
            throw new IOException("it is a pipe or a device, not a file");
        }
        return Files.newInputStream(file);
    }

    /** As some editors and shells write text, with a mark at its beginning. All else may stand between the blocks. */
    private static boolean isUtf16(byte[] bytes) {
        int mark = bytes.length < 2 ? 0 : (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
        return mark == 0xfeff || mark == 0xfffe;
    }
}
