package dev.perigee.cli.etcdctl;

import dev.perigee.etcd.client.Bytes;

/** What a command shows, in each form that etcdctl has for it. */
interface Shown {

    /** With {@code -w simple}. */
    void simple(Lines out);

    /** With {@code -w json}: a {@link JsonObject}, or a list of them. */
    Object json();

    /** With {@code -w protobuf}: the answer as etcd sent it; nothing where etcdctl has no such form. */
    default Bytes message() {
        return Bytes.EMPTY;
    }

    /** Keys and alarms have one form more. */
    interface WithFields extends Shown {

        /** With {@code -w fields}. */
        void fields(Fields out);
    }

    /** Lists of members and endpoints have them all. */
    interface WithTable extends WithFields {

        /** With {@code -w table}. */
        Rows table();
    }
}
