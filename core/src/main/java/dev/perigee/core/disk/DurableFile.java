package dev.perigee.core.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Files that are whole or absent, also after a power cut. Whoever is interrupted, even while a file is written, still gets it written, and
 * stays interrupted.
 */
public final class DurableFile {

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private static final String PART = ".part";

    private static final Path PROCESSES = Path.of("/proc");

    private static final AtomicLong REPLACED = new AtomicLong();

    /** Small files' parts, of any name. */
    private static final Pattern SMALL_PART = Pattern.compile(".+\\.([0-9]{1,10})-[0-9]+\\.part");

    /** Directories in which this process has swept them: looking again for each file would take as long as there are files. */
    private static final Set<Path> SWEPT = ConcurrentHashMap.newKeySet();

    private DurableFile() {}

    /**
     * Where this process writes a file before it gets its name: no other process writes there, so that two which are
     * told to write the same file can't publish each other's half.
     *
     * @param file the file
     * @return {@code FILE.<process id>.part}, beside it
     */
    public static Path part(Path file) {
        return file.resolveSibling(
                file.getFileName() + "." + ProcessHandle.current().pid() + PART);
    }

    /**
     * Refuses a name that a file must not take: the rename would put it in the place of a folder, a device or a pipe.
     *
     * @param file the name
     * @throws FileSystemException if something is there that isn't a regular file
     */
    public static void requireReplaceable(Path file) throws FileSystemException {
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file + " is a directory; give the name of a file");
        }
        if (isStream(file)) {
            throw new FileSystemException(file + " is a device or a pipe, which a file can't replace");
        }
    }

    /**
     * Whether a path leads to something open rather than to a file: a pipe, a device, or a descriptor of this process, such
     * as {@code /dev/stdout}, which stays a descriptor where it is redirected to a file.
     *
     * @param file any path
     * @return false if there is nothing, too
     */
    public static boolean isStream(Path file) {
        return Files.exists(file)
                && !Files.isDirectory(file)
                && (!Files.isRegularFile(file) || isDescriptor(file.toAbsolutePath()));
    }

    static boolean isDescriptor(Path file) {
        try {
            Path folder = file.getParent();
            return folder != null && folder.toRealPath().startsWith(PROCESSES)
                    || Files.isSymbolicLink(file)
                            && Files.readSymbolicLink(file).startsWith(PROCESSES);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Removes what killed processes left of a file: parts whose process is gone.
     *
     * @param file the file
     * @throws IOException if one can't be removed
     */
    public static void sweepParts(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            return;
        }
        sweep(directory, Pattern.compile(Pattern.quote(file.getFileName() + ".") + "([0-9]{1,10})(?:-[0-9]+)?\\.part"));
    }

    /** Removes the parts of processes that are gone; the pattern's group is the process. */
    private static void sweep(Path directory, Pattern ours) throws IOException {
        try (DirectoryStream<Path> siblings = Files.newDirectoryStream(
                directory, sibling -> sibling.getFileName().toString().endsWith(PART))) {
            for (Path sibling : siblings) {
                Matcher matcher = ours.matcher(sibling.getFileName().toString());
                if (matcher.matches()
                        && ProcessHandle.of(Long.parseLong(matcher.group(1))).isEmpty()) {
                    Files.deleteIfExists(sibling);
                }
            }
        }
    }

    /**
     * Opens a new file for writing, readable to its owner only. One that is there is removed first.
     *
     * @param file the file
     * @return the channel; the caller closes it
     * @throws IOException if it can't be made
     */
    public static FileChannel create(Path file) throws IOException {
        Files.deleteIfExists(file);
        return FileChannel.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNER_ONLY);
    }

    /**
     * Writes a whole buffer.
     *
     * @param channel where to
     * @param bytes what; empty afterwards
     * @throws IOException if the disk fails or is full
     */
    public static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /**
     * Gives a written and synced part its name; on the disk for good when this returns.
     *
     * @param part the part
     * @param file its name to be; replaced in one step if it is there
     * @throws IOException if it can't be renamed; the part stays
     */
    public static void publish(Path part, Path file) throws IOException {
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        sync(Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a directory"));
    }

    /**
     * Writes a small file in a directory that is ours alone: aside, synced, renamed. Of several threads that write the same file,
     * each one's is whole, and the last one's stays. What killed processes have left of any small file there is swept by each
     * process's first one.
     *
     * @param file the file; replaced in one step if it is there
     * @param bytes its content
     * @throws IOException if it can't be written; the old file is as it was
     */
    public static void replace(Path file, byte[] bytes) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null && Files.isDirectory(directory) && SWEPT.add(directory)) {
            sweep(directory, SMALL_PART);
        }
        write(file, bytes);
    }

    /**
     * The same in a directory that holds others' files: only what killed processes have left of this very file is swept.
     *
     * @param file the file; replaced in one step if it is there
     * @param bytes its content
     * @throws IOException if it can't be written; the old file is as it was
     */
    public static void replaceAmongOthers(Path file, byte[] bytes) throws IOException {
        sweepParts(file);
        write(file, bytes);
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        unbroken(() -> writeOnce(file, bytes));
    }

    private static void writeOnce(Path file, byte[] bytes) throws IOException {
        Path part = file.resolveSibling(
                file.getFileName() + "." + ProcessHandle.current().pid() + "-" + REPLACED.incrementAndGet() + PART);
        try (PartFile _ = new PartFile(part)) { // on a full disk, each try would leave one
            try (FileChannel channel = create(part)) {
                write(channel, ByteBuffer.wrap(bytes));
                channel.force(true);
            }
            publish(part, file);
        }
    }

    /** Something that can be done again. */
    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    /** An interrupt closes a channel, whatever is being done with it. */
    private static void unbroken(Step step) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (!isDone(step)) {
                interrupted |= Thread.interrupted();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static boolean isDone(Step step) throws IOException {
        try {
            step.run();
            return true;
        } catch (ClosedByInterruptException e) {
            return false;
        }
    }

    /**
     * Makes a directory and those above it, for its owner only.
     *
     * @param directory the directory; may be there
     * @throws IOException if it can't be made
     */
    public static void createDirectories(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) { // createDirectories refuses a link to a directory
            Files.createDirectories(directory, OWNER_ONLY_DIRECTORY);
        }
    }

    /**
     * Removes a directory and all in it.
     *
     * @param directory the directory; may be absent
     * @throws IOException if something can't be removed
     */
    public static void deleteTree(Path directory) throws IOException {
        if (Files.notExists(directory)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /**
     * Brings a file, or a directory's entries, to the disk. Where directories can't be opened (Windows), they need none.
     *
     * @param path a file or directory that is there
     * @throws IOException if the disk fails or is full
     */
    public static void sync(Path path) throws IOException {
        boolean directory = Files.isDirectory(path);
        if (directory && path.getFileSystem().getSeparator().equals("\\")) {
            return;
        }
        StandardOpenOption how = directory ? StandardOpenOption.READ : StandardOpenOption.WRITE;
        unbroken(() -> {
            try (FileChannel channel = FileChannel.open(path, how)) {
                channel.force(true);
            }
        });
    }
}
