/**
 * Keeps objects in a bucket, through the AWS SDK.
 *
 * <p>The SDK's modules are {@code static}: the plugin loader keeps third-party jars in its unnamed module, where no
 * descriptor is resolved.
 */
@SuppressWarnings("module") // S3 ends in a digit, whatever lint thinks of it
module dev.perigee.sink.s3 {
    requires dev.perigee.api;
    requires dev.perigee.sink.kit;
    requires java.logging;
    requires static org.jspecify;
    requires static software.amazon.awssdk.auth;
    requires static software.amazon.awssdk.awscore;
    requires static software.amazon.awssdk.checksums;
    requires static software.amazon.awssdk.checksums.spi;
    requires static software.amazon.awssdk.core;
    requires static software.amazon.awssdk.http;
    requires static software.amazon.awssdk.http.auth.aws;
    requires static software.amazon.awssdk.http.auth.spi;
    requires static software.amazon.awssdk.http.urlconnection;
    requires static software.amazon.awssdk.identity.spi;
    requires static software.amazon.awssdk.regions;
    requires static software.amazon.awssdk.retries;
    requires static software.amazon.awssdk.services.s3;
    requires static software.amazon.awssdk.utils;

    exports dev.perigee.sink.s3;

    provides dev.perigee.api.StorageSinkProvider with
            dev.perigee.sink.s3.S3SinkProvider;
}
