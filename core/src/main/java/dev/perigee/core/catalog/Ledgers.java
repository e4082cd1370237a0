package dev.perigee.core.catalog;

import dev.perigee.api.ListPage;
import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.Sha256;
import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import dev.perigee.core.body.BytesBody;
import dev.perigee.core.signing.Seals;
import dev.perigee.core.words.FailureWords;
import dev.perigee.core.words.Printable;
import dev.perigee.etcd.format.json.JsonException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The ledgers of one cluster in one sink, one of each installation that signs: a line of JSON, and its signature after it in the
 * same object, so that no crash can part them.
 *
 * @param sink the sink
 * @param cluster the cluster's name
 * @param layout where what is
 * @param memory which sequence numbers this installation has seen
 * @param seals who signs, and who is believed
 */
record Ledgers(StorageSink sink, String cluster, Layout.Standard layout, Memory memory, Seals seals) {

    private static final int LONGEST = 16 << 20;

    /** Installations that bring one cluster's backups to one sink. */
    private static final int MOST = 100;

    private static final int MOST_NAMED = 5;

    /** What one object came to: a ledger, or why it is none. */
    private record Looked(ObjectKey key, Optional<Ledger> ledger, String finding) {}

    /** Writes this installation's anew. */
    void write(Ledger.Heading heading, List<StoredCopy> copies) throws SinkException {
        String instance = heading.instance();
        ObjectKey key = layout.ledger(cluster, instance);
        try {
            Optional<Ledger> before = seals.demand() ? signed(key).ledger() : unchecked(key);
            long sequence = Math.max(
                            memory.ledger(cluster, instance),
                            before.map(Ledger::sequence).orElse(0L))
                    + 1;
            SortedMap<BackupId, Sha256> backups = new TreeMap<>();
            copies.stream()
                    .filter(StoredCopy::isWhole)
                    .forEach(copy ->
                            copy.manifest().ifPresent(manifest -> backups.put(copy.id(), Ledger.digest(manifest))));
            Ledger ledger = new Ledger(
                    cluster,
                    instance,
                    memory.sink(),
                    sequence,
                    heading.time(),
                    heading.validUntil().or(() -> before.flatMap(Ledger::validUntil)),
                    Ledger.runs(before.map(Ledger::runs).orElse(List.of()), heading.run()),
                    backups);
            byte[] json = ledger.toJson();
            ByteArrayOutputStream object = new ByteArrayOutputStream();
            object.writeBytes(json);
            object.writeBytes(seals.sign(Seals.Purpose.LEDGER, json).orElseThrow());
            sink.put(key, new BytesBody(object.toByteArray()), PutOptions.NONE);
            memory.ledger(cluster, instance, sequence);
        } catch (SinkException e) {
            throw e;
        } catch (IOException e) {
            throw new SinkException(
                    SinkException.Kind.INVALID, key, "the ledger can't be signed: " + FailureWords.of(e), e);
        }
    }

    /** Where nobody is named to be believed, our own word from before is only good for its sequence. */
    private Optional<Ledger> unchecked(ObjectKey key) throws SinkException {
        try {
            return Optional.of(Ledger.fromJson(split(bytes(key))[0]));
        } catch (JsonException e) {
            return Optional.empty();
        } catch (SinkException e) {
            if (e.kind() == SinkException.Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * What the ledgers are, and say against the sink. Where nobody is named to be believed, what this installation itself remembers to
     * have stored.
     */
    LedgerView look(Instant now, Set<BackupId> listed) throws SinkException {
        if (!seals.demand()) {
            return new LedgerView(withCure(remembered(now, listed, "")), List.of(), false);
        }
        boolean first = memory.ledgers(cluster).isEmpty();
        List<Looked> looked = new ArrayList<>();
        ListPage page = sink.list(layout.ledgers(cluster), "", MOST);
        for (ObjectInfo object : page.objects()) {
            looked.add(read(object.key()));
        }
        List<String> findings = new ArrayList<>();
        looked.stream().filter(each -> each.ledger().isEmpty()).forEach(each -> findings.add(each.finding()));
        List<Ledger> ledgers =
                looked.stream().flatMap(each -> each.ledger().stream()).toList();
        ledgers.forEach(ledger -> findings.addAll(ofOne(ledger, now)));
        List<String> gone = new ArrayList<>();
        memory.ledgers(cluster).stream()
                .filter(key ->
                        looked.stream().noneMatch(each -> name(each.key()).equals(key)))
                .forEach(key -> gone.add("the ledger " + layout.ledgers(cluster) + key + ".json is gone, which this"
                        + " installation has seen here"));
        ledgers.stream()
                .max(Comparator.comparing(Ledger::time))
                .ifPresent(newest -> gone.addAll(missing(newest, listed)));
        gone.addAll(remembered(now, listed, String.join("\n", gone)));
        findings.addAll(withCure(gone));
        return new LedgerView(findings, ledgers, first && !ledgers.isEmpty());
    }

    /** Beside what was said. What the store holds wasn't removed, so it is hidden. */
    private List<String> remembered(Instant now, Set<BackupId> listed, String said) {
        SortedMap<BackupId, Instant> hidden = memory.hidden(cluster, listed, now);
        List<String> findings = new ArrayList<>();
        memory.missing(cluster, listed)
                .ifPresent(id -> findings.add(
                        id + " is missing: this installation has stored it here, and nothing newer lies here"
                                + Optional.ofNullable(hidden.remove(id))
                                        .map(until -> "; the store holds it until " + until)
                                        .orElse("")));
        hidden.entrySet().stream()
                .limit(MOST_NAMED)
                .map(each -> each.getKey() + " is missing: the store holds it until " + each.getValue()
                        + ", so somebody has hidden it")
                .forEach(findings::add);
        findings.removeIf(finding -> said.contains(finding.substring(0, finding.indexOf(' '))));
        if (hidden.size() > MOST_NAMED) {
            findings.add((hidden.size() - MOST_NAMED) + " more that the store holds are missing");
        }
        return findings;
    }

    /** A delete marker takes no right to lift a lock. */
    private List<String> withCure(List<String> gone) {
        List<String> findings = new ArrayList<>(gone);
        if (!gone.isEmpty() && memory.store()) {
            findings.add(
                    "what is missing may only be hidden, where the store keeps versions: 'Backups that somebody has"
                            + " hidden' in docs/sinks.md says how to see delete markers, and how to undo them");
        }
        return findings;
    }

    /** Went back, or stands still. */
    private List<String> ofOne(Ledger ledger, Instant now) {
        List<String> findings = new ArrayList<>();
        long seen = memory.ledger(cluster, ledger.instance());
        if (ledger.sequence() < seen) {
            findings.add("the ledger of " + whose(ledger) + " went back: it is number " + ledger.sequence()
                    + ", and this installation has seen number " + seen + ": somebody put an old state back");
        } else {
            memory.ledger(cluster, ledger.instance(), ledger.sequence());
        }
        if (ledger.validUntil().isPresent() && now.isAfter(ledger.validUntil().get())) {
            findings.add("the ledger of " + whose(ledger) + " has expired at "
                    + Clocks.seconds(ledger.validUntil().get())
                    + ": no backup has come since, or somebody keeps the newer ones back");
        }
        return findings;
    }

    private static List<String> missing(Ledger newest, Set<BackupId> listed) {
        List<BackupId> missing = newest.backups().keySet().stream()
                .filter(id -> !listed.contains(id))
                .sorted(Comparator.reverseOrder())
                .toList();
        List<String> findings = new ArrayList<>(missing.stream()
                .limit(MOST_NAMED)
                .map(id -> id + " is missing: it is in the ledger that " + whose(newest) + " wrote at "
                        + Clocks.seconds(newest.time()))
                .toList());
        if (missing.size() > MOST_NAMED) {
            findings.add((missing.size() - MOST_NAMED) + " more of that ledger are missing");
        }
        return findings;
    }

    private static String whose(Ledger ledger) {
        return "'" + Printable.line(ledger.instance()) + "'";
    }

    private Looked read(ObjectKey key) throws SinkException {
        Looked looked = signed(key);
        return looked.ledger()
                .map(Ledger::sink)
                .filter(written -> !written.equals(memory.sink()))
                .map(written -> unbelieved(
                        key,
                        "it was written for sink '" + Printable.line(written)
                                + "': somebody has copied it here, or that sink has another name there"))
                .orElse(looked);
    }

    /** Believed as far as its signature and its key go. */
    private Looked signed(ObjectKey key) throws SinkException {
        try {
            byte[][] parts = split(bytes(key));
            Optional<String> finding = seals.finding(
                    Seals.Purpose.LEDGER,
                    parts[0],
                    parts[1],
                    () -> Ledger.fromJson(parts[0]).time());
            return finding.isPresent() ? unbelieved(key, finding.get()) : inPlace(key, Ledger.fromJson(parts[0]));
        } catch (JsonException e) {
            return unbelieved(key, FailureWords.of(e));
        } catch (SinkException e) {
            if (e.kind() == SinkException.Kind.NOT_FOUND) {
                return unbelieved(key, "it isn't there");
            }
            throw e;
        } catch (IOException e) {
            return unbelieved(key, "nobody is trusted, for the signers can't be read: " + FailureWords.of(e));
        }
    }

    private Looked inPlace(ObjectKey key, Ledger ledger) {
        boolean place = ledger.cluster().equals(cluster)
                && layout.ledger(cluster, ledger.instance()).equals(key);
        return place
                ? new Looked(key, Optional.of(ledger), "")
                : unbelieved(key, "it is another cluster's or another installation's");
    }

    private static Looked unbelieved(ObjectKey key, String why) {
        return new Looked(key, Optional.empty(), "the ledger " + key + " isn't believed: " + why);
    }

    /** The line, with its end, and the signature. */
    private static byte[][] split(byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        end = Math.min(end + 1, bytes.length);
        return new byte[][] {Arrays.copyOf(bytes, end), Arrays.copyOfRange(bytes, end, bytes.length)};
    }

    private byte[] bytes(ObjectKey key) throws SinkException {
        try (InputStream in = sink.get(key, 0)) {
            return in.readNBytes(LONGEST);
        } catch (SinkException e) {
            throw e;
        } catch (IOException e) {
            throw new SinkException(SinkException.Kind.UNREACHABLE, key, "get of " + key + " broke off: " + e, e);
        }
    }

    /** What a ledger is called, whoever wrote it. */
    static String name(ObjectKey key) {
        String file = key.value().substring(key.value().lastIndexOf('/') + 1);
        return file.endsWith(".json") ? file.substring(0, file.length() - ".json".length()) : file;
    }

    /** The same of an installation's name, which may have letters that no key has. */
    static String name(String instance) {
        return Sha256.digest(instance.getBytes(StandardCharsets.UTF_8))
                .toString()
                .substring(0, 16);
    }
}
