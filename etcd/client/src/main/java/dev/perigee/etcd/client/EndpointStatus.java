package dev.perigee.etcd.client;

import java.net.URI;

/** What came of asking one endpoint for its status. */
public sealed interface EndpointStatus {

    /**
     * The endpoint asked.
     *
     * @return as it is in the settings
     */
    URI endpoint();

    /**
     * It answered.
     *
     * @param status its answer
     */
    record Answered(MemberStatus status) implements EndpointStatus {
        @Override
        public URI endpoint() {
            return status.endpoint();
        }
    }

    /**
     * It didn't.
     *
     * @param endpoint the endpoint asked
     * @param failure why
     */
    record Failed(URI endpoint, EtcdException failure) implements EndpointStatus {}
}
