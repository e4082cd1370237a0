/** The engine, for whatever front end: backup, verify, restore, prune, list. Exported are its requests, its reports, and the rooms whose records they speak in. */
module dev.perigee.core {
    requires transitive dev.perigee.api;
    requires transitive dev.perigee.etcd.client;
    requires transitive dev.perigee.etcd.format;
    requires transitive dev.perigee.sink.contract;
    requires com.cronutils;
    requires com.exceptionfactory.jagged;
    requires com.exceptionfactory.jagged.framework;
    requires com.exceptionfactory.jagged.x25519;
    requires com.fasterxml.jackson.core;
    requires com.github.luben.zstd_jni;
    requires static org.jspecify;
    requires typesafe.config;

    exports dev.perigee.core.backup;
    exports dev.perigee.core.catalog;
    exports dev.perigee.core.config;
    exports dev.perigee.core.copies;
    exports dev.perigee.core.datadir;
    exports dev.perigee.core.disk to
            dev.perigee.daemon;
    exports dev.perigee.core.drill;
    exports dev.perigee.core.engine;
    exports dev.perigee.core.fleet;
    exports dev.perigee.core.history;
    exports dev.perigee.core.history.standing;
    exports dev.perigee.core.hook;
    exports dev.perigee.core.keys;
    exports dev.perigee.core.kubernetes;
    exports dev.perigee.core.look;
    exports dev.perigee.core.outcome;
    exports dev.perigee.core.progress;
    exports dev.perigee.core.putback;
    exports dev.perigee.core.removal;
    exports dev.perigee.core.report;
    exports dev.perigee.core.restore;
    exports dev.perigee.core.schedule;
    exports dev.perigee.core.sinkcheck;
    exports dev.perigee.core.sinks;
    exports dev.perigee.core.source;
    exports dev.perigee.core.time;
    exports dev.perigee.core.words;
}
