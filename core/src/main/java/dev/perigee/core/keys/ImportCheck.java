package dev.perigee.core.keys;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.etcd.client.Bytes;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Looks at all entries before the first is written, for what makes an import impossible, or a loss. Holds a few bytes of
 * each key. Not to be used twice.
 */
public final class ImportCheck {

    /** How many entries a message names. */
    private static final int NAMED = 5;

    private final List<DumpFile> files;
    private final ImportRules rules;
    private final KeyPrints targets = new KeyPrints();
    private final Set<PrefixMap> used = new HashSet<>();
    private final List<String> faults = new ArrayList<>();
    private long count;
    private Optional<Largest> largest = Optional.empty();

    private record Largest(DumpFile file, Placed placed, long bytes) {}

    /** An entry that is chosen, with its place in its file and over all files. */
    private interface Visitor {
        void entry(DumpFile file, Placed placed, long overall);
    }

    /**
     * A check.
     *
     * @param files proven files
     * @param rules how they are to be brought in
     */
    public ImportCheck(List<DumpFile> files, ImportRules rules) {
        this.files = List.copyOf(files);
        this.rules = rules;
    }

    /**
     * Looks at every entry.
     *
     * @throws OperationException BAD_INPUT if an entry can't be brought in, two that differ are to become one key, or a
     *     prefix map moves nothing; REFUSED if pruning would delete all there is
     * @throws IOException if a file can't be read
     */
    public void requirePossible() throws OperationException, IOException {
        long chosen = forEach(this::look);
        requireUsedMaps();
        Claims claims = new Claims(targets);
        if (!claims.none()) {
            forEach((file, placed, overall) -> claim(claims, file, placed, overall));
        }
        if (count > 0) {
            String more = count > faults.size() ? "; and " + (count - faults.size()) + " more" : "";
            throw refused(Outcome.BAD_INPUT, String.join("; ", faults) + more);
        }
        if (rules.prune() && chosen == 0) {
            throw refused(
                    Outcome.REFUSED,
                    "the files hold no key under " + rules.filter().prefixes() + ", so pruning would delete all under "
                            + rules.targets());
        }
    }

    private static OperationException refused(Outcome outcome, String why) {
        return new OperationException(outcome, why + "; nothing was written");
    }

    private long forEach(Visitor visitor) throws IOException {
        long[] overall = {0, 0};
        for (DumpFile file : files) {
            long[] position = {0};
            file.forEach(entry -> {
                position[0]++;
                overall[0]++;
                Optional<KeyEntry> target = rules.target(entry, file.keysAreRelative());
                if (target.isPresent()) {
                    overall[1]++;
                    note(rules.absolute(entry, file.keysAreRelative()));
                    visitor.entry(file, new Placed(position[0], target.get()), overall[0]);
                }
            });
        }
        return overall[1];
    }

    private void note(Bytes source) {
        if (used.size() < rules.maps().size()) {
            PrefixMap.fitting(source, rules.maps()).ifPresent(used::add);
        }
    }

    private void look(DumpFile file, Placed placed, long overall) {
        KeyEntry entry = placed.entry();
        if (entry.key().length() == 0) {
            fault(place(file, placed) + " would have the empty key, which etcd doesn't take");
        }
        if (entry.value().isPresent()) {
            targets.add(entry.key());
            long bytes = (long) entry.key().length() + entry.value().get().length();
            if (largest.isEmpty() || bytes > largest.get().bytes()) {
                largest = Optional.of(new Largest(file, placed, bytes));
            }
        }
    }

    private void claim(Claims claims, DumpFile file, Placed placed, long overall) {
        long earlier = claims.claim(placed.entry(), overall);
        if (earlier > 0) {
            fault(place(file, placed) + " and " + place(earlier) + " would both become the key "
                    + placed.entry().key() + ", with other values");
        }
    }

    private void fault(String what) {
        count++;
        if (faults.size() < NAMED) {
            faults.add(what);
        }
    }

    private static String place(DumpFile file, Placed placed) {
        return file.name() + ": entry " + placed.position();
    }

    private String place(long overall) {
        long before = 0;
        for (DumpFile file : files) {
            if (overall <= before + file.entries()) {
                return file.name() + ": entry " + (overall - before);
            }
            before += file.entries();
        }
        throw new IllegalArgumentException("no entry " + overall);
    }

    private void requireUsedMaps() throws OperationException {
        for (PrefixMap map : rules.maps()) {
            if (!used.contains(map)) {
                throw refused(
                        Outcome.BAD_INPUT,
                        "the prefix map " + map + " moves no key of those that are chosen: none begins with "
                                + map.from() + ", or an earlier map moves them all");
            }
        }
    }

    /**
     * Offers the largest entry to the cluster in a transaction that can't come true, which finds out whether its limit on
     * requests and this user's rights allow it. Changes nothing. Only after {@link #requirePossible}.
     *
     * @param store the cluster
     * @param passing whether a failure is the cluster's, which may pass, and no entry's
     * @throws RefusedEntryException if the cluster doesn't take it
     * @throws IOException if the cluster can't be asked
     */
    public void requireRoom(KeyStore store, Predicate<IOException> passing) throws IOException {
        if (largest.isEmpty()) {
            return;
        }
        KeyEntry entry = largest.get().placed().entry();
        try {
            store.write(List.of(new KeyStore.Write(entry.key(), KeyStore.Write.NEVER, entry.value(), 0)));
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            if (passing.test(e)) {
                throw e;
            }
            throw new RefusedEntryException(
                    largest.get().file().name(), largest.get().placed(), e);
        }
    }
}
