package dev.perigee.test.servers;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Fills an etcd through its JSON gateway, many puts in one transaction. */
final class EtcdLoader {

    private static final int MAX_PUTS = 100;
    private static final int MAX_BYTES = 1_000_000;
    private static final Base64.Encoder BASE64 = Base64.getEncoder();

    private final URI transactions;
    private final Random random = new Random(42);

    EtcdLoader(URI endpoint) {
        this.transactions = endpoint.resolve("/v3/kv/txn");
    }

    void load(int keys, int valueBytes) {
        int batch = Math.clamp(MAX_BYTES / (valueBytes + 100), 1, MAX_PUTS);
        for (int from = 0; from < keys; from += batch) {
            send(IntStream.range(from, Math.min(keys, from + batch))
                    .mapToObj(number -> put(number, valueBytes))
                    .collect(Collectors.joining(",", "{\"success\":[", "]}")));
        }
    }

    private String put(int number, int valueBytes) {
        byte[] value = new byte[valueBytes];
        random.nextBytes(value);
        byte[] key = "key-%08d".formatted(number).getBytes(StandardCharsets.US_ASCII);
        return "{\"requestPut\":{\"key\":\"%s\",\"value\":\"%s\"}}"
                .formatted(BASE64.encodeToString(key), BASE64.encodeToString(value));
    }

    private void send(String transaction) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) transactions.toURL().openConnection();
            connection.setRequestMethod("POST");
            connection.setDoOutput(true);
            connection.setReadTimeout(30_000);
            try (OutputStream body = connection.getOutputStream()) {
                body.write(transaction.getBytes(StandardCharsets.US_ASCII));
            }
            try (var answer = connection.getInputStream()) {
                answer.readAllBytes();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not load " + transactions, e);
        }
    }
}
