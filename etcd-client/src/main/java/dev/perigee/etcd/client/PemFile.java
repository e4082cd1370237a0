package dev.perigee.etcd.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads certificates and keys from PEM files, the older key formats too: kubeadm writes {@code BEGIN RSA PRIVATE KEY}.
 * The messages name the file, never its contents.
 */
final class PemFile {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA");

    private PemFile() {}

    static X509Certificate[] certificates(Path file) throws IOException {
        try {
            X509Certificate[] all = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(read(file).getBytes(StandardCharsets.US_ASCII)))
                    .toArray(X509Certificate[]::new);
            if (all.length == 0) {
                throw new IOException(file + " holds no certificate");
            }
            return all;
        } catch (CertificateException e) {
            throw new IOException(file + " is no PEM file of certificates: " + e.getMessage(), e);
        }
    }

    static PrivateKey privateKey(Path file) throws IOException {
        Matcher block = BLOCK.matcher(read(file));
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
                    return decode(file, Pkcs8.ofEc(bytes(file, block)));
                }
                case "ENCRYPTED PRIVATE KEY" -> throw encrypted(file);
                default -> {
                    // A certificate or curve parameters beside the key: look on.
                }
            }
        }
        throw new IOException(file + " holds no private key in PEM");
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
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + file, e);
        } catch (IOException e) {
            throw new IOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
