package dev.perigee.core.catalog;

/** How much it may cost to say what a copy is worth. */
enum Effort {
    /** Nothing: what the listing and earlier readings tell. */
    GLANCE,
    /** A request, if its manifest wasn't read before. */
    CLOSE
}
