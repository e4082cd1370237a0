package dev.perigee.sink.s3;

import dev.perigee.sink.kit.connect.ServerAddress;
import java.net.URI;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Gets an endpoint whose host has an underscore past the SDK, which takes hosts from {@link URI#getHost()}: it sees another
 * name until the request is signed.
 *
 * @param endpoint the server, as the settings have it
 */
record StandInHost(URI endpoint) {

    private static final String STAND_IN = "stand-in.invalid";

    /** What the SDK is given. */
    URI shown() {
        return endpoint.getHost() == null
                ? URI.create(endpoint.toString().replaceFirst("://[^:/]+", "://" + STAND_IN))
                : endpoint;
    }

    /** What is signed and sent. */
    SdkHttpRequest meant(SdkHttpRequest request) {
        return request.host().endsWith(STAND_IN)
                ? request.toBuilder()
                        .host(request.host().replace(STAND_IN, ServerAddress.host(endpoint)))
                        .build()
                : request;
    }
}
