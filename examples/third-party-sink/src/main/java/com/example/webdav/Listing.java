package com.example.webdav;

import dev.perigee.api.ListPage;
import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.sink.kit.words.Verb;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One page of the server's files. In the order of whole keys a folder stands where its name and a slash would: so
 * {@code a-b/x} comes before {@code a/x}. Folders that hold nothing for this page are not asked for.
 */
final class Listing {

    private final WebDavServer server;
    private final String prefix;
    private final String after;
    private final int limit;
    private final List<ObjectInfo> found = new ArrayList<>();

    Listing(WebDavServer server, String prefix, String after, int limit) {
        this.server = server;
        this.prefix = prefix;
        this.after = after;
        this.limit = limit;
    }

    ListPage page() throws SinkException {
        walk(prefix.substring(0, prefix.lastIndexOf('/') + 1));
        boolean more = found.size() > limit;
        return new ListPage(more ? found.subList(0, limit) : found, more);
    }

    private void walk(String folder) throws SinkException {
        List<Entry> entries = new ArrayList<>(entriesAskedTwice(folder));
        entries.sort(Comparator.comparing(Entry::path));
        for (Entry entry : entries) {
            if (found.size() > limit) {
                return;
            }
            if (entry.isFolder() && folderMatters(entry.path())) {
                walk(entry.path());
            } else if (!entry.isFolder() && fileMatters(entry.path())) {
                found.add(new ObjectInfo(ObjectKey.of(entry.path()), entry.length(), entry.lastModified()));
            }
        }
    }

    private boolean fileMatters(String path) {
        return ObjectKey.isValid(path) && path.startsWith(prefix) && path.compareTo(after) > 0;
    }

    private boolean folderMatters(String path) {
        boolean hasPrefix = path.startsWith(prefix) || prefix.startsWith(path);
        boolean isAfter = after.startsWith(path) || path.compareTo(after) > 0;
        return ObjectKey.isValid(path.substring(0, path.length() - 1)) && hasPrefix && isAfter;
    }

    /** A file that vanishes while the server lists its folder spoils the answer of some servers. */
    private List<Entry> entriesAskedTwice(String folder) throws SinkException {
        for (int again = 0; again < 5; again++) {
            try {
                return entries(folder);
            } catch (SinkException e) {
                if (e.kind() != Kind.DAMAGED) {
                    throw e;
                }
            }
        }
        return entries(folder);
    }

    private List<Entry> entries(String folder) throws SinkException {
        Optional<InputStream> answer = server.properties(server.attempt(Verb.LIST, Optional.empty()), folder);
        return answer.isEmpty() ? List.of() : Multistatus.read(answer.get(), server.folder(), folder);
    }
}
