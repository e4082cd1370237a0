package dev.perigee.core.report;

import dev.perigee.core.keys.KeyEntry;
import dev.perigee.core.kubernetes.KubernetesObject;
import dev.perigee.core.look.KeyChange;
import dev.perigee.core.report.View.Align;
import dev.perigee.core.words.Sizes;
import dev.perigee.etcd.client.Bytes;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a key differs between two states, as a row. */
public final class ChangeRow {

    /** Every key that differs. */
    public static final View<KeyChange> VIEW = view(Column.of(
            "change", "change", "Change", change -> change.kind().name().toLowerCase(Locale.ROOT)));

    /** What is to be done to each key. */
    public static final View<KeyChange> PLAN = view(Column.of("action", "action", "Action", ChangeRow::action));

    private static View<KeyChange> view(Column<KeyChange> what) {
        return new View<>(
                List.of(
                        what,
                        new Column<>(
                                "key",
                                "key",
                                "Key",
                                change -> change.key().toString(),
                                change -> change.key().utf8().orElse(null)),
                        Column.inJsonOnly("keyBase64", ChangeRow::keyBytes),
                        new Column<KeyChange>("object", "object", "Object", ChangeRow::object, ChangeRow::objectOrNull)
                                .spare(),
                        size("size", "sizeBefore", KeyChange::before),
                        size("new size", "sizeAfter", KeyChange::after),
                        revision("revision", "revisionBefore", KeyChange::before),
                        revision("new revision", "revisionAfter", KeyChange::after)),
                Align.LEFT);
    }

    private static String action(KeyChange change) {
        return switch (change.kind()) {
            case ADDED -> "create";
            case CHANGED -> "change back";
            case REMOVED -> "delete";
        };
    }

    private ChangeRow() {}

    /** Which side of a change. */
    private interface Side {

        Optional<KeyEntry> of(KeyChange change);
    }

    private static Column<KeyChange> size(String header, String json, Side side) {
        return new Column<>(
                header,
                json,
                json,
                change -> value(side.of(change))
                        .map(value -> Sizes.human(value.length()))
                        .orElse(""),
                change -> value(side.of(change)).map(Bytes::length).orElse(null));
    }

    private static Optional<Bytes> value(Optional<KeyEntry> entry) {
        return entry.flatMap(KeyEntry::value);
    }

    private static Column<KeyChange> revision(String header, String json, Side side) {
        return new Column<>(
                header,
                json,
                json,
                change -> side.of(change)
                        .map(entry -> String.valueOf(entry.modRevision()))
                        .orElse(""),
                change -> side.of(change).map(KeyEntry::modRevision).orElse(null));
    }

    private static @Nullable Object keyBytes(KeyChange change) {
        return change.key().isUtf8()
                ? null
                : Base64.getEncoder().encodeToString(change.key().toByteArray());
    }

    private static String object(KeyChange change) {
        KeyEntry entry = change.before().or(change::after).orElseThrow();
        return entry.key().startsWith(dev.perigee.core.kubernetes.ObjectPath.REGISTRY)
                ? KubernetesObject.of(entry.key(), entry.value())
                        .map(ChangeRow::words)
                        .orElse("")
                : "";
    }

    private static String words(KubernetesObject object) {
        return object.shownKind() + " " + (object.namespace().isEmpty() ? "" : object.namespace() + "/")
                + object.name();
    }

    private static @Nullable Object objectOrNull(KeyChange change) {
        String object = object(change);
        return object.isEmpty() ? null : object;
    }
}
