package dev.perigee.sink.local;

import dev.perigee.api.ListPage;
import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * One page of the tree in ASCII order of the whole key. A folder stands in that order as its name with a slash, so
 * {@code a-b/x} comes before {@code a/x}; all that can't be on the page is passed over unread. Keeps no more names of a
 * folder in memory than the page has room for.
 */
final class Listing {

    /** For each further page a folder is read anew. */
    private static final int LARGEST_PAGE = 100_000;

    private static final Comparator<Entry> ORDER = Comparator.comparing(Entry::order);

    /** What may stand in a mounted file system's top folder, belongs to root, and holds no objects. */
    private static final String RESCUE_FOLDER = "lost+found";

    /** A file or folder; {@code order} is its key, or its key and a slash. */
    private record Entry(String order, long length, Instant lastModified) {

        boolean isFolder() {
            return order.endsWith("/");
        }

        ObjectInfo info() {
            return new ObjectInfo(ObjectKey.of(order), length, lastModified);
        }
    }

    private final Path root;
    private final String prefix;
    private final String after;
    private final int limit;
    private final List<ObjectInfo> found = new ArrayList<>();

    Listing(Path root, String prefix, String after, int limit) {
        this.root = root;
        this.prefix = prefix;
        this.after = after;
        this.limit = Math.min(limit, LARGEST_PAGE);
    }

    ListPage page() throws IOException {
        walk(root, "");
        boolean more = found.size() > limit;
        return new ListPage(more ? found.subList(0, limit) : found, more);
    }

    /** One more than the page holds tells whether there is more. */
    private int wanted() {
        return limit + 1 - found.size();
    }

    private void walk(Path folder, String path) throws IOException {
        String last = "";
        int most = wanted();
        List<Entry> entries;
        do {
            entries = firstEntries(folder, path, last, most);
            for (Entry entry : entries) {
                if (wanted() == 0) {
                    return;
                }
                take(folder, entry);
                last = entry.order();
            }
        } while (entries.size() == most);
    }

    private void take(Path folder, Entry entry) throws IOException {
        if (entry.isFolder()) {
            String order = entry.order();
            walk(folder.resolve(lastSegment(order.substring(0, order.length() - 1))), order);
        } else {
            found.add(entry.info());
        }
    }

    /** The folder's first entries in order after {@code last}, at most {@code most}. */
    private List<Entry> firstEntries(Path folder, String path, String last, int most) throws IOException {
        PriorityQueue<Entry> first = new PriorityQueue<>(ORDER.reversed());
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            for (Path file : stream) {
                String key = path + lastSegment(file.toString());
                if (mayMatter(key, last) && !(first.size() == most && key.compareTo(largest(first)) > 0)) {
                    entry(file, key, last).ifPresent(first::add);
                }
                if (first.size() > most) {
                    first.remove();
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (AccessDeniedException e) {
            if (path.equals(RESCUE_FOLDER + "/")) {
                return List.of();
            }
            throw e;
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return first.stream().sorted(ORDER).toList();
    }

    private static String lastSegment(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String largest(PriorityQueue<Entry> entries) {
        return entries.element().order();
    }

    /** Whether an entry can matter, before it is known to be a file or a folder. */
    private boolean mayMatter(String key, String last) {
        String folder = key + "/";
        return (fileMatters(key) || folderMatters(folder)) && folder.compareTo(last) > 0 && ObjectKey.isValid(key);
    }

    private boolean fileMatters(String key) {
        return key.startsWith(prefix) && key.compareTo(after) > 0;
    }

    private boolean folderMatters(String folder) {
        return (folder.startsWith(prefix) || prefix.startsWith(folder))
                && (after.startsWith(folder) || folder.compareTo(after) > 0);
    }

    private Optional<Entry> entry(Path file, String key, String last) throws IOException {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            Entry entry = new Entry(
                    attributes.isDirectory() ? key + "/" : key,
                    attributes.size(),
                    attributes.lastModifiedTime().toInstant());
            boolean matters = attributes.isDirectory()
                    ? folderMatters(entry.order())
                    : attributes.isRegularFile() && fileMatters(key);
            return matters && entry.order().compareTo(last) > 0 ? Optional.of(entry) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
