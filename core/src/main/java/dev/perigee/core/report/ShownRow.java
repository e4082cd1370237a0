package dev.perigee.core.report;

import dev.perigee.core.catalog.Comparison;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.NeededKeys;
import dev.perigee.core.catalog.StoredObject;
import dev.perigee.core.catalog.Timeline;
import dev.perigee.core.copies.Shown;
import dev.perigee.core.report.View.Align;
import dev.perigee.core.words.Words;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How a stored backup is shown in full. */
public final class ShownRow {

    private static final View<Shown> VIEW = new View<>(
            List.of(
                    of("id", "ID", m -> m.id().toString()),
                    of("time", "Taken", m -> m.id().time().toString()),
                    of("cluster", "Cluster", m -> m.cluster().name()),
                    of(
                            "clusterId",
                            "Cluster ID",
                            m -> Long.toHexString(m.cluster().id())),
                    of("member", "Member", m -> m.member().name()),
                    of("memberId", "Member ID", m -> Long.toHexString(m.member().id())),
                    of("etcd", "Etcd version", m -> m.member().version()),
                    of("job", "Job", Manifest::job),
                    of("instance", "Instance", Manifest::instance),
                    of(
                            "due",
                            "Due",
                            m -> m.purpose().due().map(Instant::toString).orElse("")),
                    of("fence", "Fence", m -> {
                        OptionalLong fence = m.purpose().fence();
                        return fence.isPresent() ? String.valueOf(fence.getAsLong()) : "";
                    }),
                    of("revision", "Revision", m -> m.facts().revision()),
                    of("compactRevision", "Compact revision", m -> m.facts().compacted()),
                    of("hash", "Hash", m -> new Hash(m.facts().statusHash())),
                    of("hashKv", "HashKV", m -> m.facts().hashKv()),
                    of("keys", "Keys", m -> m.facts().liveKeys()),
                    of("entries", "Entries", m -> m.facts().entries()),
                    of("databaseBytes", "Database bytes", m -> m.facts().databaseBytes()),
                    of(
                            "storageVersion",
                            "Storage version",
                            m -> m.facts().storageVersion().orElse("")),
                    of("proven", "Proven", m -> m.proof().time().toString()),
                    of("provenBy", "Proven by", m -> m.proof().by()),
                    list("checks", "Checks", shown -> shown.manifest().proof().checks()),
                    of(
                            "compared",
                            "Members agree",
                            m -> m.comparison().map(Comparison::brief).orElse("")),
                    Column.inJsonOnly(
                            "comparison",
                            shown -> shown.manifest()
                                    .comparison()
                                    .map(Compared::json)
                                    .orElse(null)),
                    of(
                            "timeline",
                            "Timeline",
                            m -> m.timeline().map(Timeline::words).orElse("the first that was seen")),
                    Column.inJsonOnly(
                            "timelineStart",
                            shown -> shown.manifest()
                                    .timeline()
                                    .map(timeline -> timeline.start().toString())
                                    .orElse(null)),
                    of(
                            "raftIndex",
                            "Raft index",
                            m -> m.facts().raftIndex().map(String::valueOf).orElse("")),
                    of("object", "Object", m -> m.body().key().value()),
                    of("length", "Length", m -> m.body().length()),
                    of("sha256", "SHA-256", m -> m.body().sha256().toString()),
                    list(
                            "encoding",
                            "Encoding",
                            shown -> shown.manifest().body().encoding()),
                    list(
                            "recipients",
                            "Recipients",
                            shown -> shown.manifest().body().recipients()),
                    of("plainLength", "Plain length", m -> m.body().content().length()),
                    of(
                            "plainSha256",
                            "Plain SHA-256",
                            m -> m.body().content().sha256().toString()),
                    of(
                            "encryptionKeys",
                            "Encryption keys",
                            m -> NeededKeys.of(m).sentence().orElse("")),
                    of("companions", "Companions", ShownRow::companions),
                    list("companionsLack", "Companions lack", shown -> lacks(shown.manifest())),
                    times("readBack", "Read back", Shown::readBack),
                    times("heldUntil", "Held until", Shown::heldUntil),
                    list("sinks", "Sinks", Shown::sinks),
                    new Column<Shown>("stored", "stored", "Stored", ShownRow::stored, ShownRow::storedJson),
                    new Column<Shown>("packs", "packs", "Packs", PacksShown::text, PacksShown::json)),
            Align.LEFT);

    private ShownRow() {}

    /**
     * The backup.
     *
     * @param shown as it is known
     * @return one row
     */
    public static Report<Shown> of(Shown shown) {
        return Report.of(VIEW, shown);
    }

    private static String companions(Manifest manifest) {
        return manifest.companions()
                .flatMap(StoredObject::companions)
                .map(said -> Words.count(said.files(), "file") + " in " + String.join(", ", said.sinks()))
                .orElse("");
    }

    private static List<String> lacks(Manifest manifest) {
        return manifest.companions()
                .flatMap(StoredObject::companions)
                .map(StoredObject.Companions::lacks)
                .orElse(List.of());
    }

    /** Encodings differ from sink to sink, and so do the objects. */
    private static String stored(Shown shown) {
        return new TreeMap<>(shown.stored())
                .entrySet().stream()
                        .map(each -> each.getKey() + " " + each.getValue().length() + " bytes"
                                + each.getValue().encoding().stream()
                                        .map(name -> " " + name)
                                        .collect(Collectors.joining()))
                        .collect(Collectors.joining(", "));
    }

    private static Map<String, Object> storedJson(Shown shown) {
        Map<String, Object> stored = new TreeMap<>();
        shown.stored().forEach((sink, object) -> {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("object", object.key().value());
            facts.put("length", object.length());
            facts.put("sha256", object.sha256().toString());
            facts.put("encoding", object.encoding());
            facts.put("recipients", object.recipients());
            stored.put(sink, facts);
        });
        return stored;
    }

    private static Column<Shown> times(String json, String name, Function<Shown, Map<String, Instant>> times) {
        return new Column<>(
                json,
                json,
                name,
                shown -> new TreeMap<>(times.apply(shown))
                        .entrySet().stream()
                                .map(each -> each.getKey() + " " + each.getValue())
                                .collect(Collectors.joining(", ")),
                shown -> texts(times.apply(shown)));
    }

    private static Map<String, String> texts(Map<String, Instant> times) {
        Map<String, String> texts = new TreeMap<>();
        times.forEach((sink, time) -> texts.put(sink, time.toString()));
        return texts;
    }

    private static Column<Shown> of(String json, String name, Function<Manifest, Object> value) {
        return Column.of(name, json, name, shown -> value.apply(shown.manifest()));
    }

    private static Column<Shown> list(String json, String name, Function<Shown, List<String>> value) {
        return new Column<>(name, json, name, shown -> String.join(" ", value.apply(shown)), value::apply);
    }
}
