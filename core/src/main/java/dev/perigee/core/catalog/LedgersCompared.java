package dev.perigee.core.catalog;

import dev.perigee.core.words.Printable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Holds the ledgers of several sinks against one another: a run that reached them all is in all of them. Pure. */
public final class LedgersCompared {

    /** They are written one after the other. */
    private static final Duration WRITING = Duration.ofMinutes(1);

    private LedgersCompared() {}

    /**
     * Finds sinks whose ledger doesn't know of a run that another's says has reached them.
     *
     * @param views what was seen, by the sink's name
     * @param now the time
     * @return sentences without the sink's name, by the sink's name; only those that are behind
     */
    public static SortedMap<String, List<String>> findings(Map<String, LedgerView> views, Instant now) {
        SortedMap<String, List<String>> findings = new TreeMap<>();
        views.forEach((sink, view) -> {
            SortedMap<String, LedgerView> others = new TreeMap<>(views);
            others.remove(sink);
            List<String> behind = missed(sink, view, others, now).entrySet().stream()
                    .map(each -> each.getKey().sentence(each.getValue()))
                    .toList();
            if (!behind.isEmpty()) {
                findings.put(sink, behind);
            }
        });
        return findings;
    }

    /** With the names of the sinks whose ledgers know of it. */
    private static Map<Missed, List<String>> missed(
            String sink, LedgerView view, SortedMap<String, LedgerView> others, Instant now) {
        Map<Missed, List<String>> missed = new LinkedHashMap<>();
        others.forEach((other, its) -> its.believed().stream()
                .flatMap(ledger -> missed(sink, view, ledger, now))
                .forEach(run ->
                        missed.computeIfAbsent(run, _ -> new ArrayList<>()).add("'" + other + "'")));
        return missed;
    }

    private static Stream<Missed> missed(String sink, LedgerView view, Ledger ledger, Instant now) {
        return ledger.runs().stream()
                .filter(run ->
                        run.sinks().contains(sink) && now.isAfter(run.time().plus(WRITING)))
                .map(run -> new Missed(ledger.instance(), run, last(view, ledger.instance(), run.job())))
                .filter(missed -> missed.known()
                        .filter(time -> !time.isBefore(missed.run().time()))
                        .isEmpty());
    }

    private static Optional<Instant> last(LedgerView view, String instance, String job) {
        return view.believed().stream()
                .filter(ledger -> ledger.instance().equals(instance))
                .flatMap(ledger -> ledger.runs().stream())
                .filter(run -> run.job().equals(job))
                .map(Ledger.Run::time)
                .findFirst();
    }

    /** A run that a sink's ledger doesn't know of, and which is the last that it knows. */
    private record Missed(String instance, Ledger.Run run, Optional<Instant> known) {

        String sentence(List<String> others) {
            String whose = others.size() == 1 ? "that of sink " : "those of the sinks ";
            return "its ledger is older than " + whose + String.join(", ", others) + ": '" + Printable.line(instance)
                    + "' ended a run of job '" + Printable.line(run.job()) + "' there and here at "
                    + Clocks.seconds(run.time()) + ", and here "
                    + known.map(time -> "the last is of " + Clocks.seconds(time))
                            .orElse("there is none")
                    + ": somebody put an old state back";
        }
    }
}
