package dev.perigee.sink.kit.s3;

import dev.perigee.api.Secret;
import dev.perigee.api.SettingException;
import dev.perigee.api.SinkSettings;
import dev.perigee.sink.kit.connect.GivenText;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** How the store encrypts what it keeps. */
public sealed interface Encryption {

    /** The header that all of them begin with. */
    String HEADER = "x-amz-server-side-encryption";

    /**
     * Says it to the store.
     *
     * @return headers of a request that begins an object
     */
    Map<String, String> headers();

    /** With keys of the store's own (SSE-S3). */
    record Managed() implements Encryption {

        @Override
        public Map<String, String> headers() {
            return Map.of(HEADER, "AES256");
        }
    }

    /**
     * With a key of its key service (SSE-KMS).
     *
     * @param key the key's id or ARN; empty for the store's default key
     */
    record Kms(Optional<String> key) implements Encryption {

        @Override
        public Map<String, String> headers() {
            return key.map(id -> Map.of(HEADER, "aws:kms", HEADER + "-aws-kms-key-id", id))
                    .orElse(Map.of(HEADER, "aws:kms"));
        }
    }

    /**
     * With a key that we send along each time and that the store forgets (SSE-C). Who loses it, loses the objects.
     *
     * @param key 32 bytes in base64
     */
    record Customer(Secret key) implements Encryption {

        @Override
        public Map<String, String> headers() {
            String customer = HEADER + "-customer-";
            return Map.of(
                    customer + "algorithm", "AES256", customer + "key", key.reveal(), customer + "key-md5", keyMd5());
        }

        private String keyMd5() {
            try {
                byte[] raw = Base64.getDecoder().decode(key.reveal());
                return Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("MD5").digest(raw));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("this Java runtime lacks MD5, which every runtime must have", e);
            }
        }
    }

    /** The words of the setting. */
    enum Word {
        NONE,
        SSE_S3,
        SSE_KMS,
        SSE_C
    }

    static Optional<Encryption> read(SinkSettings settings) {
        Word word = settings.choice("encryption.type", Word.NONE);
        Optional<String> kmsKey = GivenText.of(settings, "encryption.kms-key");
        Optional<Secret> key = settings.secret("encryption.key");
        refuseUnless(word == Word.SSE_KMS || kmsKey.isEmpty(), "encryption.kms-key", "sse-kms");
        refuseUnless(word == Word.SSE_C || key.isEmpty(), "encryption.key", "sse-c");
        return switch (word) {
            case NONE -> Optional.empty();
            case SSE_S3 -> Optional.of(new Managed());
            case SSE_KMS -> Optional.of(new Kms(kmsKey));
            case SSE_C -> Optional.of(new Customer(customerKey(key)));
        };
    }

    private static void refuseUnless(boolean fits, String key, String type) {
        if (!fits) {
            throw new SettingException(key, "goes with encryption.type = " + type + " only");
        }
    }

    private static Secret customerKey(Optional<Secret> key) {
        Secret secret = key.orElseThrow(
                () -> new SettingException("encryption.key", "is missing; sse-c takes 32 bytes in base64"));
        try {
            if (Base64.getDecoder().decode(secret.reveal()).length == 32) {
                return secret;
            }
        } catch (IllegalArgumentException e) {
            // falls through to the one message, which must not show the value
        }
        throw new SettingException("encryption.key", "takes 32 bytes in base64, which is 44 characters");
    }
}
