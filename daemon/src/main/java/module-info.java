/** Backup and prune on a clock. */
module dev.perigee.daemon {
    requires transitive dev.perigee.core;
    requires java.net.http;
    requires jdk.httpserver;
    requires static org.jspecify;

    exports dev.perigee.daemon;
    exports dev.perigee.daemon.event;
    exports dev.perigee.daemon.metrics;
    exports dev.perigee.daemon.remote;
}
