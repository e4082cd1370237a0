package dev.perigee.core.report;

import dev.perigee.core.look.KeyTree;
import dev.perigee.core.look.Weight;
import dev.perigee.core.look.Weights;
import dev.perigee.core.report.View.Align;
import dev.perigee.core.words.Sizes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What keys weigh, as rows. */
public final class WeightRow {

    /** Prefixes. */
    public static final View<Weight> BRANCHES = new View<>(
            List.of(
                    Column.of("prefix", "prefix", "Prefix", Weight::name),
                    Column.of("keys", "keys", "Keys", Weight::keys),
                    size("size", "bytes", Weight::bytes),
                    Column.of("revisions", "revisions", "Revisions", Weight::revisions),
                    size("held", "heldBytes", Weight::held)),
            Align.LEFT);

    /** The largest keys. */
    public static final View<Weight> LARGEST = new View<>(
            List.of(Column.of("largest keys", "key", "Key", Weight::name), size("size", "bytes", Weight::bytes)),
            Align.LEFT);

    /** The keys with the most revisions. */
    public static final View<Weight> BUSIEST = new View<>(
            List.of(
                    Column.of("most revisions", "key", "Key", Weight::name),
                    Column.of("revisions", "revisions", "Revisions", Weight::revisions),
                    size("held", "heldBytes", Weight::held)),
            Align.LEFT);

    private static final View<Map<String, @Nullable Object>> ALL = new View<>(
            List.of(
                    member("revision"),
                    member("keys"),
                    member("bytes"),
                    member("revisions"),
                    member("heldBytes"),
                    member("prefixes"),
                    member("largest"),
                    member("busiest")),
            Align.LEFT);

    /** A tree's nodes. */
    public static final View<KeyTree.Node> TREE = new View<>(
            List.of(
                    new Column<>(
                            "name",
                            "name",
                            "Name",
                            node -> "  ".repeat(node.depth()) + node.weight().name(),
                            node -> node.weight().name()),
                    Column.inJsonOnly("depth", KeyTree.Node::depth),
                    Column.of("keys", "keys", "Keys", node -> node.weight().keys()),
                    new Column<>(
                            "size",
                            "bytes",
                            "Size",
                            node -> Sizes.human(node.weight().bytes()),
                            node -> node.weight().bytes())),
            Align.LEFT);

    private WeightRow() {}

    /**
     * All that was found, for programs.
     *
     * @param weights what is heaviest
     * @param revision of the state
     * @return one row
     */
    public static Report<Map<String, @Nullable Object>> of(Weights weights, long revision) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("revision", revision);
        row.put("keys", weights.total().keys());
        row.put("bytes", weights.total().bytes());
        row.put("revisions", weights.total().revisions());
        row.put("heldBytes", weights.total().held());
        row.put("prefixes", weights.branches().stream().map(BRANCHES::object).toList());
        row.put("largest", weights.largest().stream().map(LARGEST::object).toList());
        row.put("busiest", weights.busiest().stream().map(BUSIEST::object).toList());
        return Report.of(ALL, row);
    }

    private static Column<Map<String, @Nullable Object>> member(String name) {
        return new Column<>(name, name, name, row -> String.valueOf(row.get(name)), row -> row.get(name));
    }

    private static Column<Weight> size(String header, String json, java.util.function.ToLongFunction<Weight> bytes) {
        return new Column<>(
                header, json, json, row -> Sizes.human(bytes.applyAsLong(row)), row -> bytes.applyAsLong(row));
    }
}
