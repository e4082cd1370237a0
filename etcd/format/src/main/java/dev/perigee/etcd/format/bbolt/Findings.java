package dev.perigee.etcd.format.bbolt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Collects damage: the first findings whole, the rest as a count. Not safe for many threads. */
public final class Findings {

    /** How many findings are kept whole: enough to see a pattern, few enough to read. */
    public static final int KEPT = 20;

    private final List<Finding> kept = new ArrayList<>();
    private long more;

    /** An empty collection. */
    public Findings() {}

    /**
     * Adds a finding about the file as a whole.
     *
     * @param fault its class
     * @param message one sentence
     */
    public void add(Fault fault, String message) {
        add(new Finding(fault, OptionalLong.empty(), Optional.empty(), message));
    }

    /**
     * Adds a finding, or counts it once there are {@link #KEPT}.
     *
     * @param finding the finding
     */
    public void add(Finding finding) {
        if (kept.size() < KEPT) {
            kept.add(finding);
        } else {
            more++;
        }
    }

    /**
     * Whether nothing was found.
     *
     * @return whether there is none
     */
    public boolean isEmpty() {
        return kept.isEmpty();
    }

    /**
     * The findings kept, in the order they were made.
     *
     * @return at most {@link #KEPT}; a copy
     */
    public List<Finding> kept() {
        return List.copyOf(kept);
    }

    /**
     * How many more there were.
     *
     * @return 0 or more
     */
    public long more() {
        return more;
    }
}
