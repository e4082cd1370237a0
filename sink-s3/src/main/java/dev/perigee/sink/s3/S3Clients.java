package dev.perigee.sink.s3;

import dev.perigee.api.SinkException;
import dev.perigee.sink.kit.connect.AccessKeys;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;

/** Builds the SDK's client. Does no network I/O. */
final class S3Clients {

    /** Held on to, or its level would be forgotten with it. At FINE it prints the Authorization header. */
    private static final Logger HTTP = Logger.getLogger("sun.net.www.protocol.http.HttpURLConnection");

    static {
        HTTP.setLevel(Level.INFO);
    }

    private S3Clients() {}

    static S3Client open(S3SinkConfig config, AwsCredentialsProvider login) throws SinkException {
        try {
            S3ClientBuilder builder = S3Client.builder()
                    .region(Region.of(config.common().region()))
                    .forcePathStyle(config.pathStyle())
                    .credentialsProvider(login)
                    .putAuthScheme(
                            new KnownDigestSigner(config.common().endpoint().map(StandInHost::new)))
                    .httpClient(new CappedHttpClient(UrlConnectionHttpClient.create(
                            new HttpConnections(config.common().connection()))))
                    // A plain body with a digest given beforehand: the one form that every server stores right.
                    .serviceConfiguration(S3Configuration.builder()
                            .chunkedEncodingEnabled(false)
                            .build())
                    .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                    .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                    .overrideConfiguration(all -> all.retryStrategy(DefaultRetryStrategy.doNotRetry()));
            config.common()
                    .endpoint()
                    .map(StandInHost::new)
                    .map(StandInHost::shown)
                    .ifPresent(builder::endpointOverride);
            return builder.build();
        } catch (SdkException | IllegalArgumentException e) {
            throw unbuildable(e);
        }
    }

    /** The SDK reads its own files whatever it is told; a broken one shows here. */
    private static SinkException unbuildable(RuntimeException e) {
        return new SinkException(
                SinkException.Kind.INVALID,
                Optional.empty(),
                "the AWS SDK can't be set up: " + e.getMessage(),
                Optional.of("check region and endpoint, and ~/.aws/config and ~/.aws/credentials, which it reads too"),
                Optional.of(e));
    }

    static AwsCredentialsProvider login(S3SinkConfig config) throws SinkException {
        try {
            return config.common().keys().map(S3Clients::fixed).orElseGet(() -> chain(config.profile()));
        } catch (SdkException | IllegalArgumentException e) {
            throw unbuildable(e);
        }
    }

    private static AwsCredentialsProvider fixed(AccessKeys keys) {
        String id = keys.id().reveal();
        String secret = keys.secret().reveal();
        return StaticCredentialsProvider.create(
                keys.token().isPresent()
                        ? AwsSessionCredentials.create(
                                id, secret, keys.token().get().reveal())
                        : AwsBasicCredentials.create(id, secret));
    }

    private static AwsCredentialsProvider chain(Optional<String> profile) {
        DefaultCredentialsProvider.Builder chain = DefaultCredentialsProvider.builder();
        profile.ifPresent(chain::profileName);
        return chain.build();
    }
}
