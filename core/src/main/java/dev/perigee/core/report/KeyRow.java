package dev.perigee.core.report;

import dev.perigee.core.copies.RevisionTimes;
import dev.perigee.core.keys.KeyEntry;
import dev.perigee.core.kubernetes.KubernetesObject;
import dev.perigee.core.kubernetes.Owner;
import dev.perigee.core.report.View.Align;
import dev.perigee.core.words.Sizes;
import dev.perigee.etcd.client.Bytes;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A key, or a revision of one, as a row.
 *
 * @param entry the key
 * @param object what Kubernetes keeps there; empty if it is no object, or nobody asked
 * @param times when revisions were written; empty if nobody asked
 */
public record KeyRow(KeyEntry entry, Optional<KubernetesObject> object, Optional<RevisionTimes> times) {

    /**
     * One of which nobody asks when it was written.
     *
     * @param entry the key
     * @param object what Kubernetes keeps there
     */
    public KeyRow(KeyEntry entry, Optional<KubernetesObject> object) {
        this(entry, object, Optional.empty());
    }

    private static final List<Column<KeyRow>> REVISIONS = List.of(
            new Column<>("size", "size", "Size", KeyRow::size, KeyRow::bytes),
            Column.of("revision", "modRevision", "ModRevision", row -> row.entry.modRevision()),
            Column.<KeyRow>of("created", "createRevision", "CreateRevision", row -> row.entry.createRevision())
                    .spare(),
            Column.<KeyRow>of("version", "version", "Version", row -> row.entry.version())
                    .spare(),
            new Column<KeyRow>(
                            "lease",
                            "lease",
                            "Lease",
                            KeyRow::lease,
                            row -> row.entry.lease() == 0 ? null : row.lease())
                    .spareIfAlike());

    private static final Column<KeyRow> KEY = new Column<>(
            "key",
            "key",
            "Key",
            row -> row.entry.key().toString(),
            row -> row.entry.key().utf8().orElse(null));

    private static final Column<KeyRow> KEY_BYTES =
            Column.inJsonOnly("keyBase64", row -> row.entry.key().isUtf8() ? null : base64(row.entry.key()));

    /** Keys as they are. */
    public static final View<KeyRow> KEYS = new View<>(all(List.of(KEY, KEY_BYTES), REVISIONS), Align.LEFT);

    /** Objects of Kubernetes. */
    public static final View<KeyRow> OBJECTS = new View<>(
            all(
                    List.of(
                            column("namespace", "Namespace", KubernetesObject::namespace),
                            column("kind", "Kind", KubernetesObject::shownKind),
                            new Column<>("name", "name", "Name", KeyRow::name, KeyRow::name),
                            Column.inJsonOnly(
                                    "key", row -> row.entry.key().utf8().orElse(null)),
                            KEY_BYTES,
                            Column.inJsonOnly(
                                    "apiVersion",
                                    row -> row.object
                                            .flatMap(KubernetesObject::apiVersion)
                                            .orElse(null)),
                            new Column<KeyRow>(
                                            "encrypted",
                                            "encrypted",
                                            "Encrypted",
                                            KeyRow::encrypted,
                                            KeyRow::encryption)
                                    .spareIfAlike(),
                            new Column<KeyRow>("owners", "owners", "Owners", KeyRow::owners, KeyRow::ownerList)
                                    .spare()),
                    REVISIONS),
            Align.LEFT);

    private static final List<Column<KeyRow>> EVENT = List.of(
            Column.of("revision", "modRevision", "ModRevision", row -> row.entry.modRevision()),
            Column.of("what", "what", "What", KeyRow::event));

    private static final List<Column<KeyRow>> REVISION_AND_VALUE = List.of(
            REVISIONS.getFirst(),
            REVISIONS.get(2),
            REVISIONS.get(3),
            REVISIONS.get(4),
            new Column<KeyRow>("value", "value", "Value", KeyRow::beginning, KeyRow::text).below(),
            Column.inJsonOnly("valueBase64", KeyRow::valueBytes));

    /** What became of one key, revision by revision. */
    public static final View<KeyRow> HISTORY = new View<>(all(EVENT, REVISION_AND_VALUE), Align.LEFT);

    /** The same with the times between which each was written. */
    public static final View<KeyRow> HISTORY_WITH_TIMES = new View<>(
            all(
                    all(EVENT, List.of(time("after", "After", KeyRow::after), time("by", "By", KeyRow::by))),
                    REVISION_AND_VALUE),
            Align.LEFT);

    private static List<Column<KeyRow>> all(List<Column<KeyRow>> some, List<Column<KeyRow>> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    private static Column<KeyRow> time(
            String name, String field, java.util.function.Function<KeyRow, Optional<Instant>> time) {
        return new Column<>(
                name,
                name,
                field,
                row -> time.apply(row).map(Instant::toString).orElse(""),
                row -> time.apply(row).map(Instant::toString).orElse(null));
    }

    private Optional<Instant> after() {
        return times.flatMap(known -> known.after(entry.modRevision()));
    }

    private Optional<Instant> by() {
        return times.flatMap(known -> known.by(entry.modRevision()));
    }

    private static Column<KeyRow> column(
            String name, String field, java.util.function.Function<KubernetesObject, String> value) {
        return new Column<>(
                name,
                name,
                field,
                row -> row.object.map(value).orElse(""),
                row -> row.object.map(value).filter(text -> !text.isEmpty()).orElse(null));
    }

    private String size() {
        return entry.value().map(value -> Sizes.human(value.length())).orElse("");
    }

    private @Nullable Object bytes() {
        return entry.value().map(Bytes::length).orElse(null);
    }

    private String lease() {
        return entry.lease() == 0 ? "" : Long.toHexString(entry.lease());
    }

    /** Of what is no object the whole key: somebody else's below the API server's prefix. */
    private String name() {
        return object.map(KubernetesObject::name).orElseGet(() -> entry.key().toString());
    }

    private String encrypted() {
        return object.flatMap(KubernetesObject::encryption)
                .map(Object::toString)
                .orElse("");
    }

    private @Nullable Object encryption() {
        return object.flatMap(KubernetesObject::encryption)
                .map(Object::toString)
                .orElse(null);
    }

    private String owners() {
        return object.map(KubernetesObject::owners).orElse(List.of()).stream()
                .map(Owner::toString)
                .collect(Collectors.joining(" "));
    }

    private List<String> ownerList() {
        return object.map(KubernetesObject::owners).orElse(List.of()).stream()
                .map(Owner::toString)
                .toList();
    }

    private String event() {
        if (entry.value().isEmpty()) {
            return "deleted";
        }
        return entry.version() == 1 ? "created" : "changed";
    }

    /** As much of a text as fits beside the rest; a value may be a secret, but who asks for a key's history means its values. */
    private String beginning() {
        return entry.value().flatMap(Bytes::utf8).map(KeyRow::cut).orElse("");
    }

    private static String cut(String text) {
        return text.codePointCount(0, text.length()) <= 60
                ? text
                : text.substring(0, text.offsetByCodePoints(0, 60)) + "…";
    }

    private @Nullable Object text() {
        return entry.value().flatMap(Bytes::utf8).orElse(null);
    }

    private @Nullable Object valueBytes() {
        return entry.value()
                .filter(value -> !value.isUtf8())
                .map(KeyRow::base64)
                .orElse(null);
    }

    private static String base64(Bytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
