package dev.perigee.core.history.pack;

import dev.perigee.api.ObjectInfo;
import dev.perigee.core.history.pack.PackPlace.Part;

/**
 * What a listing shows of a pack, kept small: a sink may hold hundreds of thousands.
 *
 * @param isRecorded whether its record is there
 * @param hasRows whether its rows are
 * @param length the bytes of its rows, as they are stored; 0 if there are none
 */
public record ShownPack(boolean isRecorded, boolean hasRows, long length) {

    public static final ShownPack NOTHING = new ShownPack(false, false, 0);

    /** With one more of its objects. */
    ShownPack with(Part part, ObjectInfo object) {
        return switch (part) {
            case RECORD -> new ShownPack(true, hasRows, length);
            case ROWS -> new ShownPack(isRecorded, true, object.length());
            case SIGNATURE -> this;
        };
    }

    public boolean isWhole() {
        return isRecorded && hasRows;
    }
}
