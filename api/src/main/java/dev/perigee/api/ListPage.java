package dev.perigee.api;

import java.util.List;

/**
 * One page of a listing.
 *
 * @param objects ascending by the ASCII order of their keys; empty only when {@code more} is false
 * @param more whether there are further objects; ask again with the last key as {@code after}
 */
public record ListPage(List<ObjectInfo> objects, boolean more) {

    /** Copies the list; refuses an empty page that claims there is more, which would never end. */
    public ListPage {
        objects = List.copyOf(objects);
        if (more && objects.isEmpty()) {
            throw new IllegalArgumentException("an empty page can't be followed by more");
        }
    }
}
