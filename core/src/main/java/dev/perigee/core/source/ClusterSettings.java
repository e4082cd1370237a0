package dev.perigee.core.source;

import dev.perigee.etcd.client.EtcdSettings;

/**
 * One etcd cluster, as the user knows it.
 *
 * @param name its name: the first folder of every key stored for it; {@code [A-Za-z0-9._=+-]}, not starting with a dot
 * @param named whether the user chose the name; where not, only local sinks may be used, because two machines called
 *     {@code default} on one bucket would prune each other
 * @param etcd how to reach it
 * @param compare whether a snapshot is compared with what the members hold
 */
public record ClusterSettings(String name, boolean named, EtcdSettings etcd, CompareSettings compare) {

    /**
     * A cluster whose members are compared as by default.
     *
     * @param name its name
     * @param named whether the user chose the name
     * @param etcd how to reach it
     */
    public ClusterSettings(String name, boolean named, EtcdSettings etcd) {
        this(name, named, etcd, CompareSettings.DEFAULT);
    }
}
