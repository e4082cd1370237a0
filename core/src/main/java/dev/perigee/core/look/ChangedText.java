package dev.perigee.core.look;

import dev.perigee.core.keys.KeyEntry;
import dev.perigee.core.words.Printable;
import dev.perigee.core.words.Words;
import dev.perigee.etcd.client.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a key's value changed, for people. Pure. */
public final class ChangedText {

    private ChangedText() {}

    /**
     * A change in the unified form: of texts line by line, of JSON laid out, of anything else by its size.
     *
     * @param change the change
     * @return lines that a terminal may be shown, without their ends
     */
    public static List<String> of(KeyChange change) {
        List<String> lines = new ArrayList<>();
        lines.add("--- " + name(change, change.before()));
        lines.add("+++ " + name(change, change.after()));
        lines.addAll(body(change));
        lease(change).ifPresent(lines::add);
        return lines.stream().map(Printable::line).toList();
    }

    private static String name(KeyChange change, Optional<KeyEntry> entry) {
        return entry.map(there -> there.key() + " at revision " + there.modRevision())
                .orElseGet(() -> "nothing");
    }

    private static List<String> body(KeyChange change) {
        Optional<List<String>> before = text(change.before());
        Optional<List<String>> after = text(change.after());
        return before.isPresent() && after.isPresent()
                ? LineDiff.unified(before.get(), after.get())
                : List.of(
                        "values are no text: " + size(change.before()) + " before, " + size(change.after()) + " after");
    }

    private static Optional<List<String>> text(Optional<KeyEntry> entry) {
        Optional<Bytes> value = entry.flatMap(KeyEntry::value);
        return value.isEmpty() ? Optional.of(List.of()) : ReadableValue.lines(value.get());
    }

    private static String size(Optional<KeyEntry> entry) {
        return entry.flatMap(KeyEntry::value)
                .map(value -> Words.count(value.length(), "byte"))
                .orElse("none");
    }

    private static Optional<String> lease(KeyChange change) {
        boolean before = change.before().filter(entry -> entry.lease() != 0).isPresent();
        boolean after = change.after().filter(entry -> entry.lease() != 0).isPresent();
        return change.kind() == KeyChange.Kind.CHANGED && before != after
                ? Optional.of(before ? "it hung on a lease before, not after" : "it hangs on a lease after, not before")
                : Optional.empty();
    }
}
