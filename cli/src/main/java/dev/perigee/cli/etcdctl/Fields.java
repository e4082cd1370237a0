package dev.perigee.cli.etcdctl;

import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.KeyValue;
import dev.perigee.etcd.client.ResponseHeader;

/** Output of {@code -w fields}: {@code "Name" : value}, texts quoted as Go quotes them. */
final class Fields {

    private final StringBuilder text = new StringBuilder();
    private final boolean hex;

    /**
     * No fields yet.
     *
     * @param hex whether ids are hexadecimal
     */
    Fields(boolean hex) {
        this.hex = hex;
    }

    Fields plain(String name, Object value) {
        text.append('"').append(name).append("\" : ").append(value).append('\n');
        return this;
    }

    /** Values behind one another, each with its own blank. */
    Fields joined(String name, String values) {
        text.append('"').append(name).append("\" :").append(values).append('\n');
        return this;
    }

    Fields quoted(String name, String value) {
        return quoted(name, Bytes.of(value));
    }

    Fields id(String name, long id) {
        return plain(name, hex ? Long.toHexString(id) : Long.toUnsignedString(id));
    }

    /** A lease's id, which isn't unsigned here. */
    Fields leaseId(long id) {
        return plain("ID", hex ? String.format("%016x", id) : Long.toString(id));
    }

    /** An answer's header; the revision only where the call is about keys. */
    Fields header(ResponseHeader header) {
        id("ClusterID", header.clusterId());
        id("MemberID", header.memberId());
        if (header.revision() > 0) {
            plain("Revision", header.revision());
        }
        return plain("RaftTerm", Long.toUnsignedString(header.raftTerm()));
    }

    Fields keyValue(String prefix, KeyValue keyValue) {
        quoted(prefix + "Key", keyValue.key());
        plain(prefix + "CreateRevision", keyValue.createRevision());
        plain(prefix + "ModRevision", keyValue.modRevision());
        plain(prefix + "Version", keyValue.version());
        quoted(prefix + "Value", keyValue.value());
        return plain(
                prefix + "Lease", hex ? String.format("%016x", keyValue.lease()) : Long.toString(keyValue.lease()));
    }

    /** The empty line that follows each of several things. */
    Fields gap() {
        text.append('\n');
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }

    Fields quoted(String name, Bytes value) {
        return plain(name, GoText.quoted(value));
    }
}
