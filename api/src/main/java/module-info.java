/** Storage sinks: what a third party implements. */
module dev.perigee.api {
    requires static org.jspecify;

    exports dev.perigee.api;
}
