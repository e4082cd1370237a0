package dev.perigee.etcd.client;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.fail;

import io.grpc.NameResolver;
import io.grpc.Status;
import io.grpc.SynchronizationContext;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class HostResolverTest {

    /** Grpc would write its stack into the log of a daemon that only closed a client. */
    @Test
    void aLookAfterTheClientWasClosedIsNoFailure() {
        NameResolver.Args args = NameResolver.Args.newBuilder()
                .setDefaultPort(2379)
                .setProxyDetector(_ -> null)
                .setSynchronizationContext(new SynchronizationContext((_, e) -> fail(e)))
                .setServiceConfigParser(new NoConfiguration())
                .setOffloadExecutor(_ -> {
                    throw new RejectedExecutionException("closed");
                })
                .build();
        NameResolver resolver =
                new HostResolver.Provider().newNameResolver(URI.create("etcd-host:///etcd-0/2379"), args);

        assertDoesNotThrow(() -> resolver.start(new Nobody()));
        assertDoesNotThrow(resolver::refresh);
    }

    private static final class NoConfiguration extends NameResolver.ServiceConfigParser {
        @Override
        public NameResolver.ConfigOrError parseServiceConfig(Map<String, ?> raw) {
            return NameResolver.ConfigOrError.fromConfig(raw);
        }
    }

    private static final class Nobody extends NameResolver.Listener2 {
        @Override
        public void onResult(NameResolver.ResolutionResult result) {
            fail("nobody was asked");
        }

        @Override
        public void onError(Status error) {
            fail(error.toString());
        }
    }
}
