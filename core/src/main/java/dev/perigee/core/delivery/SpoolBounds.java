package dev.perigee.core.delivery;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the spool within its bounds.
 *
 * @param settings the bounds
 */
public record SpoolBounds(SpoolSettings settings) {

    /**
     * A body that was given up.
     *
     * @param owed the backup, and who never got it
     * @param reason why
     */
    public record Dropped(Owed owed, String reason) {}

    /**
     * Gives up what goes beyond the bounds, the oldest first; never the newest.
     *
     * @param entries what waits, the newest first; those that nobody is owed any more don't count
     * @return what was given up
     * @throws IOException if a body can't be removed
     */
    public List<Dropped> enforce(List<SpoolEntry> entries) throws IOException {
        List<Dropped> dropped = new ArrayList<>();
        int bodies = 0;
        long bytes = 0;
        for (SpoolEntry entry : entries) {
            Owed owed = entry.owed().orElse(null);
            if (owed == null || owed.sinks().isEmpty()) {
                continue;
            }
            bodies++;
            bytes += owed.manifest().body().length();
            if (bodies > 1 && (bodies > settings.bodies() || bytes > settings.bytes())) {
                entry.drop();
                dropped.add(new Dropped(owed, reason(bodies)));
            }
        }
        return dropped;
    }

    private String reason(int bodies) {
        return bodies > settings.bodies()
                ? "more than " + settings.bodies() + " bodies wait in the spool"
                : "more than " + settings.bytes() + " bytes wait in the spool";
    }
}
