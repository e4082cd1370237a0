package dev.perigee.daemon.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a run stands, in the shape that Gravity's users know; no path of this host is in it. Pure. */
public final class GravityEntry {

    private GravityEntry() {}

    /**
     * Of a run that has ended.
     *
     * @param node this installation's name
     * @param job the job's
     * @param run the run
     * @return for JSON
     */
    public static Map<String, @Nullable Object> ended(String node, String job, LastRun run) {
        return of(
                node,
                job,
                run.stored() ? "success" : "failed",
                run.began(),
                run.error(),
                run.backup(),
                run.size(),
                run.took());
    }

    /**
     * Of one that is under way.
     *
     * @param node this installation's name
     * @param job the job's
     * @param began when it began
     * @return for JSON
     */
    public static Map<String, @Nullable Object> started(String node, String job, Instant began) {
        return of(node, job, "started", began, "", Optional.empty(), 0, Duration.ZERO);
    }

    /**
     * Of a backup of which only what is stored is known.
     *
     * @param node this installation's name
     * @param job the job's
     * @param taken when it was taken
     * @param backup its id
     * @param size in bytes
     * @return for JSON
     */
    public static Map<String, @Nullable Object> stored(
            String node, String job, Instant taken, String backup, long size) {
        return of(node, job, "success", taken, "", Optional.of(backup), size, Duration.ZERO);
    }

    private static Map<String, @Nullable Object> of(
            String node,
            String job,
            String status,
            Instant time,
            String error,
            Optional<String> backup,
            long size,
            Duration took) {
        Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        entry.put("node", node);
        entry.put("time", time.toString());
        entry.put("status", status);
        entry.put("error", Veil.over(error));
        entry.put("filename", backup.orElse(""));
        entry.put("size", size);
        entry.put("duration", took.toSeconds());
        entry.put("job", job);
        return entry;
    }
}
