package dev.perigee.core.encoding;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** One way to write bytes differently, and back. Streams in bounded memory. */
public sealed interface Encoding permits Zstd, Age {

    /**
     * How manifests call it.
     *
     * @return one lower-case word
     */
    String name();

    /**
     * Encodes what is written.
     *
     * @param out where the encoded bytes go; closed with the stream that this gives
     * @return takes the plain bytes; only its close makes them whole
     * @throws IOException if the first bytes can't be written
     */
    OutputStream encode(OutputStream out) throws IOException;

    /**
     * Decodes what is read.
     *
     * @param in the encoded bytes, from whoever wrote them; closed with the stream that this gives
     * @return gives the plain bytes, and fails where the encoded ones aren't whole
     * @throws IOException if the first bytes aren't this encoding's, or {@link NoIdentityException}
     */
    InputStream decode(InputStream in) throws IOException;
}
