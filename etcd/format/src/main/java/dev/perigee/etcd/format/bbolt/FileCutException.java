package dev.perigee.etcd.format.bbolt;

import java.io.EOFException;

/** The file ends before bytes that it had when it was opened. */
public final class FileCutException extends EOFException {

    private static final long serialVersionUID = 1L;

    /**
     * A cut.
     *
     * @param wanted the offset up to which it should have gone
     * @param length how long it was
     */
    public FileCutException(long wanted, long length) {
        super("the file was cut while it was being read: it had " + length + " bytes and now ends before byte "
                + wanted);
    }
}
