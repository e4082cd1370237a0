package dev.perigee.core.config;

import java.nio.file.Path;

/** A file that we refuse to read as a configuration; thrown through the library's parser. Holds no secret. */
final class UnusableHocon extends com.typesafe.config.ConfigException {

    private static final long serialVersionUID = 1L;

    private final String file;
    private final String what;

    /**
     * A refusal.
     *
     * @param file the file
     * @param what what is wrong, in words that can follow its name
     */
    UnusableHocon(Path file, String what) {
        super(file + ": " + what);
        this.file = file.toString();
        this.what = what;
    }

    String file() {
        return file;
    }

    String what() {
        return what;
    }
}
