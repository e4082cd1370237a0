package dev.perigee.sink.s3;

import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.checksums.DefaultChecksumAlgorithm;
import software.amazon.awssdk.http.auth.aws.scheme.AwsV4AuthScheme;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignRequest;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignedRequest;
import software.amazon.awssdk.http.auth.spi.signer.PayloadChecksumStore;
import software.amazon.awssdk.http.auth.spi.signer.SdkInternalHttpSignerProperty;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.IdentityProviders;

/**
 * Signs a body by the SHA-256 that its request carries. On plain HTTP the SDK would read each body once more for that.
 *
 * <p>The signature is the same one: a body that isn't what the digest says is refused by the store.
 */
final class KnownDigestSigner implements AwsV4AuthScheme, AwsV4HttpSigner {

    private static final String DIGEST = "x-amz-checksum-sha256";

    private final AwsV4AuthScheme scheme = AwsV4AuthScheme.create();
    private final AwsV4HttpSigner signer = scheme.signer();
    private final Optional<StandInHost> host;

    KnownDigestSigner(Optional<StandInHost> host) {
        this.host = host;
    }

    @Override
    public String schemeId() {
        return scheme.schemeId();
    }

    @Override
    public IdentityProvider<AwsCredentialsIdentity> identityProvider(IdentityProviders providers) {
        return scheme.identityProvider(providers);
    }

    @Override
    public AwsV4HttpSigner signer() {
        return this;
    }

    @Override
    public SignedRequest sign(SignRequest<? extends AwsCredentialsIdentity> request) {
        return signMeant(meant(request));
    }

    private <T extends AwsCredentialsIdentity> SignRequest<T> meant(SignRequest<T> request) {
        return host.isEmpty()
                ? request
                : request.toBuilder()
                        .request(host.get().meant(request.request()))
                        .build();
    }

    private SignedRequest signMeant(SignRequest<? extends AwsCredentialsIdentity> request) {
        Optional<String> digest = request.request().firstMatchingHeader(DIGEST);
        return digest.isPresent() ? sign(request, Base64.getDecoder().decode(digest.get())) : signer.sign(request);
    }

    /** The signer takes a digest it has been told for granted, yet reads the body: so it gets to see none. */
    private <T extends AwsCredentialsIdentity> SignedRequest sign(SignRequest<T> request, byte[] digest) {
        PayloadChecksumStore known = PayloadChecksumStore.create();
        known.putChecksumValue(DefaultChecksumAlgorithm.SHA256, digest);
        SignedRequest signed = signer.sign(request.toBuilder()
                .payload(null)
                .putProperty(SdkInternalHttpSignerProperty.CHECKSUM_STORE, known)
                .build());
        return SignedRequest.builder()
                .request(signed.request())
                .payload(request.payload().orElse(null))
                .build();
    }

    @Override
    public CompletableFuture<AsyncSignedRequest> signAsync(AsyncSignRequest<? extends AwsCredentialsIdentity> request) {
        return signer.signAsync(request);
    }
}
