package dev.perigee.test.s3;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keys that a token service has lent, for a quarter of an hour.
 *
 * @param id the access key id
 * @param secret the secret key
 * @param token what goes with them
 */
public record TemporaryKeys(String id, String secret, String token) {

    private static final String QUESTION = "Action=AssumeRole&DurationSeconds=900&Version=2011-06-15";

    /**
     * Asks MinIO for some, signed with a user's own keys as Signature Version 4 has it.
     *
     * @param url the server
     * @param user a user's access key id; the root user gets none
     * @param secret that user's secret key
     * @return keys of that user
     * @throws Exception if the server can't be asked
     */
    public static TemporaryKeys of(String url, String user, String secret) throws Exception {
        String at = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
                .withZone(ZoneOffset.UTC)
                .format(Instant.now());
        String scope = at.substring(0, 8) + "/us-east-1/sts/aws4_request";
        String request = "POST\n/\n\ncontent-type:application/x-www-form-urlencoded\nhost:"
                + URI.create(url).getAuthority() + "\nx-amz-date:" + at + "\n\ncontent-type;host;x-amz-date\n"
                + sha256(QUESTION);
        String toSign = "AWS4-HMAC-SHA256\n" + at + "\n" + scope + "\n" + sha256(request);
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String part : scope.split("/")) {
            key = hmac(key, part);
        }
        String signature = HexFormat.of().formatHex(hmac(key, toSign));
        return ask(HttpRequest.newBuilder(URI.create(url + "/"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("X-Amz-Date", at)
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=" + user + "/" + scope
                                + ", SignedHeaders=content-type;host;x-amz-date, Signature=" + signature)
                .POST(HttpRequest.BodyPublishers.ofString(QUESTION))
                .build());
    }

    private static TemporaryKeys ask(HttpRequest request) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new AssertionError("no temporary keys: " + answer.statusCode() + " " + answer.body());
            }
            return new TemporaryKeys(
                    element(answer.body(), "AccessKeyId"),
                    element(answer.body(), "SecretAccessKey"),
                    element(answer.body(), "SessionToken"));
        }
    }

    private static String element(String xml, String name) {
        Matcher found = Pattern.compile("<" + name + ">([^<]+)<").matcher(xml);
        if (!found.find()) {
            throw new AssertionError("no " + name + " in " + xml);
        }
        return found.group(1);
    }

    private static String sha256(String text) throws GeneralSecurityException {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
