package dev.perigee.core.history.pack;

import dev.perigee.api.Sha256;
import dev.perigee.etcd.format.mvcc.RowBytes;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;

/** The digest that a pack of some rows would have. */
public final class RowsDigest {

    private final MessageDigest digest = Sha256.digester();
    private final DataOutputStream out = new DataOutputStream(
            new BufferedOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), digest)));

    public RowsDigest() throws IOException {
        PackRows.begin(out);
    }

    /** Takes the next row. */
    public void row(RowBytes row) throws IOException {
        PackRows.write(out, row);
    }

    /** Of all rows that were taken. */
    public Sha256 value() throws IOException {
        out.flush();
        return Sha256.of(digest.digest());
    }
}
