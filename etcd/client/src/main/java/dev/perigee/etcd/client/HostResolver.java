package dev.perigee.etcd.client;

import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.Status;
import io.grpc.StatusOr;
import io.grpc.SynchronizationContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the system for a host's addresses. grpc's own resolver refuses names that aren't in the grammar of URLs, as those
 * with an underscore. Its methods are called in grpc's synchronization context.
 */
final class HostResolver extends NameResolver {

    private final EndpointAddress.Host host;
    private final Executor offload;
    private final SynchronizationContext context;
    private @Nullable Listener2 listener;
    private boolean looking;
    private boolean over;

    private HostResolver(EndpointAddress.Host host, Args args) {
        this.host = host;
        this.offload = Objects.requireNonNull(args.getOffloadExecutor(), "the transport sets one");
        this.context = args.getSynchronizationContext();
    }

    @Override
    public String getServiceAuthority() {
        return host.authority();
    }

    @Override
    public void start(Listener2 told) {
        listener = told;
        refresh();
    }

    @Override
    public void refresh() {
        if (looking || over) {
            return;
        }
        looking = true;
        try {
            offload.execute(() -> {
                StatusOr<List<EquivalentAddressGroup>> found = look();
                context.execute(() -> tell(found));
            });
        } catch (RejectedExecutionException e) {
            over = true; // the client was closed, and nobody waits for an answer
        }
    }

    @Override
    public void shutdown() {
        over = true;
    }

    private void tell(StatusOr<List<EquivalentAddressGroup>> found) {
        looking = false;
        if (!over && listener != null) {
            listener.onResult2(
                    ResolutionResult.newBuilder().setAddressesOrError(found).build());
        }
    }

    private StatusOr<List<EquivalentAddressGroup>> look() {
        try {
            return StatusOr.fromValue(Arrays.stream(InetAddress.getAllByName(host.name()))
                    .map(address -> new EquivalentAddressGroup(new InetSocketAddress(address, host.port())))
                    .toList());
        } catch (UnknownHostException e) {
            return StatusOr.fromStatus(Status.UNAVAILABLE
                    .withDescription("there is no host " + host.name())
                    .withCause(e));
        }
    }

    /** Lets grpc find this resolver by a scheme of its own. */
    static final class Provider extends NameResolverProvider {

        private static final String SCHEME = "etcd-host";

        /** What to ask grpc for. */
        static String target(EndpointAddress.Host host) {
            try {
                return new URI(SCHEME, null, "/" + host.name() + "/" + host.port(), null).toString();
            } catch (URISyntaxException e) {
                throw new IllegalArgumentException("no host: " + host.name(), e);
            }
        }

        @Override
        public NameResolver newNameResolver(URI target, Args args) {
            String path = target.getPath();
            int slash = path.lastIndexOf('/');
            int port = Integer.parseInt(path.substring(slash + 1));
            return new HostResolver(new EndpointAddress.Host(path.substring(1, slash), port, false), args);
        }

        @Override
        public String getDefaultScheme() {
            return SCHEME;
        }

        @Override
        protected boolean isAvailable() {
            return true;
        }

        /** Never the one for targets without a scheme. */
        @Override
        protected int priority() {
            return 0;
        }
    }
}
