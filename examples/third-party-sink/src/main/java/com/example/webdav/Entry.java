package com.example.webdav;

import java.time.Instant;

/**
 * A file or folder of the server.
 *
 * @param path relative to the sink's folder; a folder's ends in a slash
 * @param length the file's length in bytes
 * @param lastModified by the server's clock
 */
record Entry(String path, long length, Instant lastModified) {

    boolean isFolder() {
        return path.endsWith("/");
    }
}
