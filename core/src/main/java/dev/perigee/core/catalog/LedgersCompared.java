package dev.perigee.core.catalog;

import dev.perigee.core.words.Printable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

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
            List<String> behind = views.entrySet().stream()
                    .filter(other -> !other.getKey().equals(sink))
                    .flatMap(other -> other.getValue().believed().stream()
                            .flatMap(ledger -> behind(sink, view, other.getKey(), ledger, now).stream()))
                    .toList();
            if (!behind.isEmpty()) {
                findings.put(sink, behind);
            }
        });
        return findings;
    }

    private static List<String> behind(String sink, LedgerView view, String other, Ledger ledger, Instant now) {
        return ledger.runs().stream()
                .filter(run ->
                        run.sinks().contains(sink) && now.isAfter(run.time().plus(WRITING)))
                .filter(run -> last(view, ledger.instance(), run.job())
                        .filter(time -> !time.isBefore(run.time()))
                        .isEmpty())
                .map(run -> sentence(run, other, ledger, last(view, ledger.instance(), run.job())))
                .toList();
    }

    private static Optional<Instant> last(LedgerView view, String instance, String job) {
        return view.believed().stream()
                .filter(ledger -> ledger.instance().equals(instance))
                .flatMap(ledger -> ledger.runs().stream())
                .filter(run -> run.job().equals(job))
                .map(Ledger.Run::time)
                .findFirst();
    }

    private static String sentence(Ledger.Run run, String other, Ledger ledger, Optional<Instant> known) {
        return "its ledger is older than that of sink '" + other + "': '" + Printable.line(ledger.instance())
                + "' ended a run of job '" + Printable.line(run.job()) + "' in both at " + Clocks.seconds(run.time())
                + ", and here "
                + known.map(time -> "the last is of " + Clocks.seconds(time)).orElse("there is none")
                + ": somebody put an old state back";
    }
}
