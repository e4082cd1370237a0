package dev.perigee.cli.etcdctl;

/** What a command shows, in each form that etcdctl has for it. Forms that the command doesn't name are never asked for. */
interface Shown {

    /** With {@code -w simple}. */
    void simple(Lines out);

    /** With {@code -w json}: a {@link JsonObject}, or a list of them. */
    Object json();

    /** With {@code -w fields}. */
    default void fields(Fields out) {
        throw new UnsupportedOperationException("the command doesn't name fields among its forms");
    }

    /** With {@code -w table}. */
    default Rows table() {
        throw new UnsupportedOperationException("the command doesn't name table among its forms");
    }
}
