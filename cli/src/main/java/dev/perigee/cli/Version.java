package dev.perigee.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.IVersionProvider;

/** The product's version, which the build has written down. */
public final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() throws IOException {
        return new String[] {"perigee " + number()};
    }

    /**
     * The version.
     *
     * @return such as {@code 0.1.0}
     * @throws IOException if our own jar can't be read
     */
    public static String number() throws IOException {
        try (InputStream text = Version.class.getResourceAsStream("version.txt")) {
            if (text == null) {
                throw new IOException("this installation lacks its version.txt; unpack it anew");
            }
            return new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
