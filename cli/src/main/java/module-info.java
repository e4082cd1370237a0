/** The command line: the verbs with flags, no other logic. The only user of picocli. */
module dev.perigee.cli {
    requires dev.perigee.core;
    requires dev.perigee.daemon;
    requires dev.perigee.etcd.client;
    requires info.picocli;
    requires java.logging;
    requires java.naming;
    requires jdk.unsupported; // sun.misc.Signal: nothing else tells SIGHUP from SIGTERM
    requires static org.jspecify;

    // java.logging makes an instance of its configuration class itself
    exports dev.perigee.cli.console to
            java.logging;

    opens dev.perigee.cli to
            info.picocli;
    opens dev.perigee.cli.console to
            info.picocli;
    opens dev.perigee.cli.datadir to
            info.picocli;
    opens dev.perigee.cli.etcdctl to
            info.picocli;
    opens dev.perigee.cli.history to
            info.picocli;
    opens dev.perigee.cli.keys to
            info.picocli;
    opens dev.perigee.cli.setup to
            info.picocli;
    opens dev.perigee.cli.signing to
            info.picocli;
    opens dev.perigee.cli.sink to
            info.picocli;
    opens dev.perigee.cli.snapshot to
            info.picocli;
    opens dev.perigee.cli.text to
            info.picocli;
}
