package dev.perigee.core.catalog;

import dev.perigee.api.Sha256;
import dev.perigee.core.disk.ChangeTurn;
import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.disk.SmallFile;
import dev.perigee.core.logging.LateLogger;
import dev.perigee.core.outcome.DiskException;
import dev.perigee.core.time.Timing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The backups that this installation has made or proved, whatever lies in the sinks. It outlives the run, and no sink's word
 * ever gets in: a manifest that differs from the one noted here was changed by somebody. And the copies whose proof has
 * failed here: they needn't be fetched again to be damaged.
 *
 * <p>On disk: for each backup a file {@code <cluster>/<id>}, with a line {@code made} or {@code proven} and a digest for
 * each form of its manifest, a line {@code refuted}, a sink, what its listing showed and the finding for each copy that
 * failed, and a line {@code read-back}, a sink, what its listing showed and the time for each that was fetched and is good.
 * Of the newest ten thousand of a cluster. Failing to write it is told in the log and is no failure: the backup is then one that nobody here knows. Safe for many threads and processes.
 *
 * @param directory where; made when first needed
 * @param timing how to wait for whoever else changes them
 */
public record KnownBackups(Path directory, Timing timing) {

    private static final System.Logger LOG = LateLogger.of(KnownBackups.class);
    private static final int MOST = 10_000;
    private static final int SLACK = 500;

    /** Which ledgers were seen; they lie beside. */
    SeenLedgers ledgers() {
        return new SeenLedgers(directory, timing);
    }

    /** What the stores hold; it lies beside, too. */
    HeldBackups held() {
        return new HeldBackups(directory, timing);
    }

    /** What was stored where; it lies beside, too. */
    NewestStored newest() {
        return new NewestStored(directory, timing);
    }

    /**
     * What is known of a backup.
     *
     * @param cluster the cluster's name
     * @param id the backup
     * @return {@link Known#NOTHING} if it was neither made nor proven here
     */
    public Known find(String cluster, BackupId id) {
        Path file = file(cluster, id);
        if (Files.notExists(file)) {
            return Known.NOTHING; // as of most, where many were made elsewhere: an exception for each would take long
        }
        try {
            return parse(SmallFile.lines(file, StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException | AccessDeniedException e) {
            return Known.NOTHING; // whoever may not read it is somebody else, who knows nothing of this installation's
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "can''t read what is known of {0}: {1}", id, DiskException.words(e));
            return Known.NOTHING;
        }
    }

    /**
     * Notes that a backup was made here.
     *
     * @param cluster the cluster's name
     * @param id the backup
     * @param manifest the digest of its manifest; of its body where there are none
     */
    public void made(String cluster, BackupId id, Sha256 manifest) {
        note(cluster, id, Origin.MADE, manifest);
    }

    /**
     * Notes that a backup was proven here.
     *
     * @param cluster the cluster's name
     * @param id the backup
     * @param manifest the digest of its manifest; of its body where there are none
     */
    public void proven(String cluster, BackupId id, Sha256 manifest) {
        note(cluster, id, Origin.PROVEN, manifest);
    }

    /** Notes that a copy's proof has failed, in place of what was noted of that sink's before. */
    void refuted(String cluster, BackupId id, String sink, String seen, String finding) {
        String start = "refuted " + sink + " ";
        String told = finding.lines().collect(Collectors.joining(" "));
        change(cluster, id, lines -> replaced(lines, start, Stream.of(start + seen + " " + told)));
    }

    /** Notes that a sink's copy was fetched and proven, in place of what was noted of that sink's before. */
    void readBack(String cluster, BackupId id, String sink, String seen, Instant time) {
        String start = "read-back " + sink + " ";
        change(
                cluster,
                id,
                lines -> replaced(
                        replaced(lines, "refuted " + sink + " ", Stream.empty()),
                        start,
                        Stream.of(start + seen + " " + time)));
    }

    /** Notes that the proof of a sink's copy hasn't failed. */
    void absolved(String cluster, BackupId id, String sink) {
        change(cluster, id, lines -> replaced(lines, "refuted " + sink + " ", Stream.empty()));
    }

    private static List<String> replaced(List<String> lines, String start, Stream<String> by) {
        return Stream.concat(lines.stream().filter(line -> !line.startsWith(start)), by)
                .toList();
    }

    /**
     * Whether something is said for the first time.
     *
     * @param cluster the cluster's name
     * @param what a word for it that can be a file's name
     * @return true once; false where it can't be noted, so that it is never said at every run
     */
    public boolean isFirst(String cluster, String what) {
        try {
            DurableFile.createDirectories(directory.resolve(cluster));
            Files.createFile(directory.resolve(cluster).resolve("said-" + what));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * What was ever made or proved here, as far back as is remembered, whether or not it is still stored.
     *
     * @param cluster the cluster's name
     * @return in no order; empty if nothing can be read
     */
    public List<BackupId> history(String cluster) {
        try (Stream<Path> all = Files.list(directory.resolve(cluster))) {
            return all.flatMap(file -> BackupId.parse(file.getFileName().toString()).stream())
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private void note(String cluster, BackupId id, Origin origin, Sha256 manifest) {
        String line = origin.name().toLowerCase(Locale.ROOT) + " " + manifest;
        change(
                cluster,
                id,
                lines -> lines.stream().anyMatch(old -> old.endsWith(" " + manifest))
                        ? lines
                        : Stream.concat(lines.stream(), Stream.of(line)).toList());
    }

    private void change(String cluster, BackupId id, UnaryOperator<List<String>> how) {
        try (ChangeTurn _ =
                ChangeTurn.in(directory, timing)) { // several sinks of a run note the same backup at the same time
            try {
                List<String> before = lines(file(cluster, id));
                List<String> after = how.apply(before);
                if (!after.equals(before)) {
                    DurableFile.createDirectories(directory.resolve(cluster));
                    DurableFile.replace(
                            file(cluster, id), (String.join("\n", after) + "\n").getBytes(StandardCharsets.ISO_8859_1));
                    forgetOldest(directory.resolve(cluster));
                }
            } catch (IOException e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "can''t note what is known of {0}: {1}",
                        id,
                        DiskException.words(e));
            }
        }
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            return SmallFile.lines(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private static Known parse(List<String> lines) {
        Set<Sha256> manifests = new HashSet<>();
        Map<String, String> refuted = new HashMap<>();
        Map<String, Instant> readBack = new HashMap<>();
        Origin origin = Origin.UNKNOWN;
        for (String line : lines) {
            String[] words = line.split(" ", 4);
            if (words[0].equals("refuted") && words.length == 4) {
                refuted.put(words[1] + " " + words[2], words[3]);
            }
            if (words[0].equals("read-back") && words.length == 4) {
                time(words[3]).ifPresent(time -> readBack.put(words[1] + " " + words[2], time));
            }
            Optional<Sha256> digest = digest(line);
            if (digest.isPresent()) {
                manifests.add(digest.get());
                origin = origin == Origin.MADE || line.startsWith("made ") ? Origin.MADE : Origin.PROVEN;
            }
        }
        return new Known(origin, manifests, refuted, readBack);
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** A line that a power failure cut says nothing. */
    private static Optional<Sha256> digest(String line) {
        String[] words = line.split(" ", 2);
        try {
            boolean ours = words[0].equals("made") || words[0].equals("proven");
            return ours && words.length == 2 ? Optional.of(Sha256.parse(words[1])) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static void forgetOldest(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file ->
                            BackupId.parse(file.getFileName().toString()).isPresent())
                    .toList();
        }
        if (files.size() <= MOST + SLACK) {
            return;
        }
        List<Path> oldestFirst = files.stream()
                .sorted(Comparator.comparing(
                        file -> BackupId.parse(file.getFileName().toString()).orElseThrow()))
                .toList();
        for (Path file : oldestFirst.subList(0, files.size() - MOST)) {
            Files.deleteIfExists(file);
        }
    }

    private Path file(String cluster, BackupId id) {
        return directory.resolve(cluster).resolve(id.toString());
    }
}
