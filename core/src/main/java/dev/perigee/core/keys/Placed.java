package dev.perigee.core.keys;

/**
 * An entry and its place in the file.
 *
 * @param position from 1 up
 * @param entry the entry under its final key
 */
record Placed(long position, KeyEntry entry) {}
