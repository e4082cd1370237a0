package dev.perigee.core.history.joining;

import dev.perigee.api.Sha256;
import dev.perigee.core.disk.PartFile;
import dev.perigee.core.history.pack.DamagedPackException;
import dev.perigee.core.history.pack.PackId;
import dev.perigee.core.history.pack.PackJson;
import dev.perigee.core.history.pack.PackRecord;
import dev.perigee.core.history.spool.HistorySpool;
import dev.perigee.core.time.Timing;
import dev.perigee.core.words.FailureWords;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Joins the packs on this machine's disk, whose rows are plain there: no key is needed, whatever the sinks are given. A joined pack goes to
 * the sinks as any other; what it was made of goes from here at once, and from a sink when the whole was read back there. Killed at any
 * point, packs overlap, which changes nothing. Used by one thread.
 *
 * @param spool the packs
 * @param joined what was joined
 * @param rule decides which
 * @param tidied the sinks of which parts can be removed: they get every pack at once
 * @param others the sinks of which nothing can be removed: they get packs of the first generation
 * @param timing the time, and names
 * @param warnings hears of what can't be joined
 */
public record Joiner(
        HistorySpool spool,
        JoinedPacks joined,
        Joining rule,
        List<String> tidied,
        List<String> others,
        Timing timing,
        Consumer<String> warnings) {

    /** So long a pack that a sink is about to get isn't joined. */
    private static final Duration UNDERWAY = Duration.ofMinutes(1);

    /** Joins what is due. Packs from the first busy one on are left for later: their records still learn. */
    public void run(Predicate<PackId> busy) throws IOException {
        dropParts();
        Instant now = timing.clock().instant();
        List<HistorySpool.Kept> settled = spool.keptBefore(busy).stream()
                .takeWhile(pack -> !isUnderway(pack, now))
                .filter(pack -> pack.generation() < HistorySpool.LAST_GENERATION)
                .toList();
        for (Joining.Group group : rule.due(settled, now)) {
            join(group.packs());
        }
        dropFinished();
    }

    private static boolean isUnderway(HistorySpool.Kept pack, Instant now) {
        return !pack.owed().isEmpty() && pack.record().until().plus(UNDERWAY).isAfter(now);
    }

    private void join(List<HistorySpool.Kept> packs) throws IOException {
        if (packs.size() == 1) {
            finish(packs.getFirst());
            return;
        }
        try {
            joinAll(packs);
        } catch (DamagedPackException e) {
            warnings.accept("packs aren't joined, for one on this machine's disk " + FailureWords.of(e));
            for (HistorySpool.Kept pack : packs) {
                finish(pack);
            }
        }
    }

    /** It stays as it is. */
    private void finish(HistorySpool.Kept pack) throws IOException {
        spool.finish(pack.record().place().pack(), pack.generation() == 0 ? others : List.of());
    }

    private void joinAll(List<HistorySpool.Kept> packs) throws IOException {
        for (HistorySpool.Kept pack : packs) {
            requireUnchanged(pack);
        }
        Path file = spool.directory().resolve("joining.rows");
        try (PartFile _ = new PartFile(file)) { // on a full disk, what was written of it would keep it full
            joinAll(packs, file);
        }
        dropParts();
    }

    private void joinAll(List<HistorySpool.Kept> packs, Path file) throws IOException {
        PackRecord record = JoinedPack.write(packs, timing.random().nextInt(), file);
        int generation = packs.getFirst().generation() + 1;
        joined.note(record, parts(packs), tidied);
        List<String> sinks = generation == 1
                ? Stream.concat(tidied.stream(), others.stream()).toList()
                : tidied;
        spool.join(record, file, sinks, lacking(packs, generation), generation);
    }

    /** Sinks that don't have all of it in other packs. */
    private Set<String> lacking(List<HistorySpool.Kept> packs, int generation) {
        Set<String> lacking = new TreeSet<>(generation == 1 ? others : List.of());
        packs.forEach(pack -> lacking.addAll(pack.owed()));
        return lacking;
    }

    private static void requireUnchanged(HistorySpool.Kept pack) throws IOException {
        if (!HistorySpool.digest(pack.rows()).equals(pack.record().object().sha256())) {
            throw new DamagedPackException("isn't what was recorded: " + pack.rows());
        }
    }

    /** With what these were made of themselves: a sink that was down may still have that. */
    private Map<PackId, Sha256> parts(List<HistorySpool.Kept> packs) throws IOException {
        Map<PackId, Map<PackId, Sha256>> known = new TreeMap<>();
        joined.all().forEach(each -> known.put(each.place().pack(), each.parts()));
        Map<PackId, Sha256> parts = new TreeMap<>();
        for (HistorySpool.Kept pack : packs) {
            PackId id = pack.record().place().pack();
            parts.put(id, PackJson.digest(pack.record()));
            parts.putAll(known.getOrDefault(id, Map.of()));
        }
        return parts;
    }

    /** Of a whole that is safe here. */
    private void dropParts() throws IOException {
        Set<PackId> here = new TreeSet<>();
        spool.kept().forEach(pack -> here.add(pack.record().place().pack()));
        for (JoinedPacks.Joined each : joined.all()) {
            if (here.contains(each.place().pack())) {
                for (PackId part : each.parts().keySet()) {
                    spool.drop(part);
                }
            }
        }
    }

    /** But not the newest: it leads from a backup of its last revision to what comes next, in a sink that loses it as well. */
    private void dropFinished() throws IOException {
        List<PackId> finished = new ArrayList<>();
        List<HistorySpool.Kept> kept = spool.kept();
        kept.stream()
                .limit(Math.max(0, kept.size() - 1))
                .filter(pack -> pack.owed().isEmpty() && pack.generation() >= HistorySpool.LAST_GENERATION)
                .forEach(pack -> finished.add(pack.record().place().pack()));
        for (PackId pack : finished) {
            spool.drop(pack);
        }
    }
}
