package dev.perigee.etcd.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Finds the certificate that a key belongs to. A member would only hang up on one that is another's. */
final class KeyPairing {

    private static final byte[] SAMPLE = "perigee".getBytes(StandardCharsets.US_ASCII);

    private KeyPairing() {}

    /** The chain with the key's own certificate first, wherever it stands in its file. */
    static X509Certificate[] chain(PrivateKey key, Path keyFile, X509Certificate[] certificates, Path file)
            throws IOException {
        List<X509Certificate> chain = new ArrayList<>(List.of(certificates));
        for (X509Certificate certificate : certificates) {
            if (belong(key, certificate.getPublicKey())) {
                chain.remove(certificate);
                chain.addFirst(certificate);
                return chain.toArray(X509Certificate[]::new);
            }
        }
        throw new IOException("the certificate in " + file + " and the key in " + keyFile
                + " don't belong together; give those that were issued together");
    }

    private static boolean belong(PrivateKey key, PublicKey certified) {
        try {
            Signature signature = Signature.getInstance(algorithm(key));
            signature.initSign(key);
            signature.update(SAMPLE);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update(SAMPLE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false; // a key of another algorithm than the certificate's
        }
    }

    private static String algorithm(PrivateKey key) {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "EdDSA";
        };
    }
}
