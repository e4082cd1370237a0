package dev.perigee.core.keys;

import dev.perigee.core.words.FailureWords;
import dev.perigee.etcd.format.json.JsonException;
import java.io.IOException;

/** A file of keys that is cut, changed, or not such a file at all. */
public final class DamagedDumpException extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * Damage at a place.
     *
     * @param file the file's name
     * @param place {@code line 7}, or {@code entry 7}
     * @param cause what is wrong there; holds no value
     */
    public DamagedDumpException(String file, String place, JsonException cause) {
        super(file + ": " + place + ": " + FailureWords.of(cause), cause);
    }

    /**
     * Damage to the file as a whole.
     *
     * @param file the file's name
     * @param what what is wrong, as a clause
     */
    public DamagedDumpException(String file, String what) {
        super(file + ": " + what);
    }
}
