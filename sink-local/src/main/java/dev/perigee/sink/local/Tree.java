package dev.perigee.sink.local;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The directory as a tree of keys: finds files without following links, makes folders, removes empty ones. */
final class Tree {

    static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /** How often a put makes its folders anew because deletes elsewhere have removed them again. */
    private static final int ATTEMPTS = 100;

    private final Path directory;

    Tree(Path directory) {
        this.directory = directory;
    }

    Path directory() {
        return directory;
    }

    /** The directory itself, with links resolved; empty if it isn't there. */
    Optional<Path> root() throws IOException {
        try {
            if (!Files.readAttributes(directory, BasicFileAttributes.class).isDirectory()) {
                throw new SinkException(Kind.INVALID, directory + " is not a directory");
            }
            return Optional.of(directory.toRealPath());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** The directory itself, made if need be. */
    Path make() throws IOException {
        Optional<Path> there = root();
        if (there.isPresent()) {
            return there.get();
        }
        makeWithParents(directory);
        return directory.toRealPath();
    }

    private static void makeWithParents(Path directory) throws IOException {
        Path parent = directory.getParent();
        if (parent != null && !Files.exists(parent)) {
            makeWithParents(parent);
        }
        makeOne(directory);
        if (parent != null) {
            Durable.force(parent);
        }
    }

    private static void makeOne(Path directory) throws IOException {
        try {
            Files.createDirectory(directory, OWNER_ONLY);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        }
    }

    /**
     * The object's file.
     *
     * @return empty if there is none: the name is free, or a folder's
     * @throws SinkException if a symbolic link is in the way
     */
    Optional<Path> find(ObjectKey key) throws IOException {
        Optional<Path> root = root();
        if (root.isEmpty()) {
            return root;
        }
        Path file = root.get().resolve(key.value());
        for (Path folder : folders(root.get(), key)) {
            if (look(folder, key).filter(BasicFileAttributes::isDirectory).isEmpty()) {
                return Optional.empty();
            }
        }
        return look(file, key).filter(BasicFileAttributes::isRegularFile).map(found -> file);
    }

    /** The folders that a key leads through, from the top down, without the root. */
    private static List<Path> folders(Path root, ObjectKey key) {
        List<Path> folders = new ArrayList<>();
        Path at = root;
        for (String segment : key.value().split("/", -1)) {
            at = at.resolve(segment);
            folders.add(at);
        }
        return folders.subList(0, folders.size() - 1);
    }

    /** What is at a path; empty if nothing is. A link is refused. */
    private static Optional<BasicFileAttributes> look(Path path, ObjectKey key) throws IOException {
        try {
            BasicFileAttributes found =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (found.isSymbolicLink()) {
                throw refusal(
                        key,
                        path + " is a symbolic link, which could lead out of the sink's directory",
                        "remove the link, or let the sink's directory be the place it leads to");
            }
            return Optional.of(found);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static SinkException refusal(ObjectKey key, String message, String hint) {
        return new SinkException(Kind.INVALID, Optional.of(key), message, Optional.of(hint), Optional.empty());
    }

    /** Gives a finished file its name, and makes that durable. The point of no return is the rename. */
    void publish(Path root, Path temporary, ObjectKey key) throws IOException {
        Path target = root.resolve(key.value());
        for (int attempt = 1; ; attempt++) {
            makeFolders(root, key);
            try {
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
                break;
            } catch (NoSuchFileException e) {
                if (attempt == ATTEMPTS || !Files.exists(temporary, LinkOption.NOFOLLOW_LINKS)) {
                    throw e;
                }
            }
        }
        makeDurable(root, target);
    }

    /** Makes the folders a key needs, or finds them; refuses a key that runs through an object or is a folder. */
    private static void makeFolders(Path root, ObjectKey key) throws IOException {
        for (Path folder : folders(root, key)) {
            makeFolder(folder, key);
        }
        Path target = root.resolve(key.value());
        if (look(target, key).filter(found -> !found.isRegularFile()).isPresent()) {
            removeIfEmpty(target, key);
        }
    }

    private static void makeFolder(Path folder, ObjectKey key) throws IOException {
        if (look(folder, key).isEmpty()) {
            try {
                Files.createDirectory(folder, OWNER_ONLY);
            } catch (FileAlreadyExistsException e) {
                // another put made it; what it is, is looked at below
            } catch (NoSuchFileException e) {
                return; // a delete removed its parent; the rename will notice, and all begins anew
            }
        }
        if (look(folder, key).filter(found -> !found.isDirectory()).isPresent()) {
            throw refusal(key, folder + " is an object, so no key can go through it", "choose another key");
        }
    }

    private static void removeIfEmpty(Path folder, ObjectKey key) throws IOException {
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            throw refusal(key, folder + " is a folder with objects in it, so it can't be one", "choose another key");
        }
    }

    /** All the way up, because another process may have made a folder and not yet made it durable. */
    private static void makeDurable(Path root, Path file) throws IOException {
        for (Path at = file.getParent(); at != null && at.startsWith(root); at = at.getParent()) {
            try {
                Durable.force(at);
            } catch (NoSuchFileException deletedMeanwhile) {
                // the object was deleted again, and its folder with it
            }
        }
    }

    /** Makes a removal durable, so that no manifest comes back after its body is gone, and removes empty folders. */
    void tidyAfter(Path removed) throws IOException {
        Path root = directory.toRealPath();
        Path at = removed.getParent();
        if (root.equals(at)) {
            Durable.force(root);
        }
        while (at != null && !at.equals(root) && at.startsWith(root) && removedEmpty(at)) {
            at = at.getParent();
        }
    }

    /** Whether the folder is gone now. Removing it is a courtesy: that it isn't empty, or isn't ours, is no failure. */
    private static boolean removedEmpty(Path folder) throws IOException {
        try {
            Durable.force(folder);
        } catch (NoSuchFileException removedMeanwhile) {
            return true;
        }
        try {
            return Files.deleteIfExists(folder);
        } catch (IOException notEmptyOrNotOurs) {
            return false;
        }
    }
}
