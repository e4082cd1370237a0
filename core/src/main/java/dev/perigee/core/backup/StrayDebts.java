package dev.perigee.core.backup;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.spool.Owed;
import dev.perigee.core.spool.Spool;
import dev.perigee.core.state.Environment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Finds what waits in the spool although no job would ever pay it: its cluster or its sink is in no job any more. */
public final class StrayDebts {

    private final Environment environment;

    /**
     * A search in any state directory.
     *
     * @param environment what it stands on
     */
    public StrayDebts(Environment environment) {
        this.environment = environment;
    }

    /**
     * Looks at all that waits.
     *
     * @param jobs all jobs that there are
     * @return for each cluster and sink a sentence that says what waits and what to do
     * @throws OperationException INPUT_OUTPUT if the spool can't be read
     */
    public List<String> run(List<Job> jobs) throws OperationException {
        SortedMap<String, List<String>> strays = new TreeMap<>();
        try {
            Spool spool = environment.openSpool();
            for (Spool.Waiting waiting : spool.waiting()) {
                List<String> unpaid = unpaid(waiting.owed(), jobs);
                boolean forNobodyElse = unpaid.containsAll(waiting.owed().sinks());
                for (String sink : unpaid) {
                    List<String> directories =
                            strays.computeIfAbsent(what(waiting.owed(), sink), first -> new ArrayList<>());
                    if (forNobodyElse) {
                        directories.add(waiting.directory().toString());
                    }
                }
            }
        } catch (IOException e) {
            throw OperationException.ofDisk(
                    "can't read the spool " + environment.state().spool(), e);
        }
        return strays.entrySet().stream().map(StrayDebts::sentence).toList();
    }

    private static List<String> unpaid(Owed owed, List<Job> jobs) {
        String cluster = owed.manifest().cluster().name();
        List<String> paid = jobs.stream()
                .filter(job -> job.cluster().name().equals(cluster))
                .flatMap(job -> job.destinations().stream().map(Destination::name))
                .toList();
        return owed.sinks().stream().filter(sink -> !paid.contains(sink)).toList();
    }

    private static String what(Owed owed, String sink) {
        return "cluster '" + owed.manifest().cluster().name() + "' still owes sink '" + sink
                + "', and no job of that cluster has that sink any more";
    }

    private static String sentence(Map.Entry<String, List<String>> stray) {
        String removal = "rm -r " + String.join(" ", stray.getValue());
        return stray.getKey() + ": give a job of that cluster that sink to have it sent"
                + (stray.getValue().isEmpty() ? "" : ", or give it up with '" + removal + "'");
    }
}
