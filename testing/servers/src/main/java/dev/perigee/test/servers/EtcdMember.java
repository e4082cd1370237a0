package dev.perigee.test.servers;

/** A member's name with its three loopback ports. */
record EtcdMember(String name, int clientPort, int peerPort, int metricsPort) {

    static EtcdMember onFreePorts(String name) {
        return new EtcdMember(name, Ports.free(), Ports.free(), Ports.free());
    }

    String peerUrl() {
        return "http://127.0.0.1:" + peerPort;
    }

    /** This member as {@code --initial-cluster} wants it. */
    String initialClusterEntry() {
        return name + "=" + peerUrl();
    }
}
