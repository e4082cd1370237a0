package dev.perigee.core.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks at folders before something is written there. */
public final class Folders {

    private static final Set<String> KERNELS =
            Set.of("proc", "sysfs", "cgroup", "cgroup2", "devpts", "securityfs", "debugfs", "tracefs", "bpf");

    private Folders() {}

    /**
     * The one place that all names of a folder mean: links are followed as far as it is there.
     *
     * @param folder absolute
     * @return its real path
     */
    public static Path resolved(Path folder) {
        @Nullable Path parent = folder.getParent();
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            return parent == null ? folder : resolved(parent).resolve(folder.getFileName());
        }
    }

    /** The type of a file system that shows what the kernel knows, and has no room for files. */
    private static Optional<String> kernelsOwn(Path folder) {
        try {
            return Optional.of(Files.getFileStore(folder).type()).filter(KERNELS::contains);
        } catch (IOException e) {
            return Optional.empty(); // whoever writes there will be told
        }
    }

    /**
     * What keeps this user from writing into a folder, which is made with those above it if it isn't there.
     *
     * @param folder absolute
     * @return the folder and what is wrong with it, to follow the words that name it; empty if nothing is
     */
    public static Optional<String> unwritable(Path folder) {
        Path there = folder;
        while (there.getParent() != null && !Files.exists(there)) {
            there = there.getParent();
        }
        if (!Files.isDirectory(there)) {
            return Optional.of(folder + ", but " + there + " is no folder");
        }
        Optional<String> kernel = kernelsOwn(there);
        if (kernel.isPresent()) {
            return Optional.of(folder + ", which is in the kernel's " + kernel.get() + ": nobody can keep files there");
        }
        return Files.isWritable(there)
                ? Optional.empty()
                : Optional.of(folder + ", which this user can't " + (there.equals(folder) ? "write" : "make"));
    }
}
