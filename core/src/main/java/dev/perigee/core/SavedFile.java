package dev.perigee.core;

import dev.perigee.core.catalog.Manifest;
import java.nio.file.Path;

/**
 * A proven snapshot in a file of the user's.
 *
 * @param path the file
 * @param length its length in bytes, with the 32 bytes of digest
 * @param member who sent it
 * @param facts what is in it
 */
public record SavedFile(Path path, long length, Manifest.Member member, Manifest.Facts facts) {}
