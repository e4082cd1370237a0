package dev.perigee.test.servers;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Three etcd members on loopback that form one cluster. Used by one thread. */
public final class RealEtcdCluster implements AutoCloseable {

    private static final int SIZE = 3;
    private static final int PORTS_TO_TRY = 5;

    private final List<RealEtcd> members;

    private RealEtcdCluster(List<RealEtcd> members) {
        this.members = List.copyOf(members);
    }

    /**
     * Starts three members; returns when all are healthy.
     *
     * @param recipe how to start each
     * @return the running cluster
     */
    public static RealEtcdCluster start(EtcdRecipe recipe) {
        AssertionError last = new AssertionError("unreachable");
        for (int attempt = 0; attempt < PORTS_TO_TRY; attempt++) {
            RealEtcdCluster cluster = launch(recipe);
            try {
                cluster.members.forEach(RealEtcd::awaitHealthy);
                return cluster;
            } catch (AssertionError failed) {
                last = failed;
                cluster.close();
                if (!RealEtcd.portWasTaken(failed)) {
                    throw failed;
                }
            }
        }
        throw last;
    }

    private static RealEtcdCluster launch(EtcdRecipe recipe) {
        List<EtcdMember> plan = IntStream.range(0, SIZE)
                .mapToObj(number -> EtcdMember.onFreePorts("m" + number))
                .toList();
        String initialCluster =
                plan.stream().map(EtcdMember::initialClusterEntry).collect(Collectors.joining(","));
        List<RealEtcd> members = new ArrayList<>();
        plan.forEach(member -> members.add(new RealEtcd(recipe, member, initialCluster)));
        return new RealEtcdCluster(members);
    }

    /**
     * The members, named {@code m0}, {@code m1}, {@code m2}.
     *
     * @return all three, also those that were stopped
     */
    public List<RealEtcd> members() {
        return members;
    }

    /**
     * The client URLs.
     *
     * @return in the order of the members
     */
    public List<URI> endpoints() {
        return members.stream().map(RealEtcd::endpoint).toList();
    }

    /** Kills all members and deletes their data. */
    @Override
    public void close() {
        members.forEach(RealEtcd::close);
    }
}
