/** The rules every storage sink keeps, as objects that can be run against one. */
module dev.perigee.sink.contract {
    requires static org.jspecify;
    requires transitive dev.perigee.api;

    exports dev.perigee.sink.contract;
    exports dev.perigee.sink.contract.body;
}
