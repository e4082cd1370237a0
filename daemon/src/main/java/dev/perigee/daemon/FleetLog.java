package dev.perigee.daemon;

import dev.perigee.core.fleet.FleetState;
import dev.perigee.core.fleet.FleetView;
import dev.perigee.core.fleet.LeaderSettings;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Says in the log why a daemon took a job or lost it, and who else is there.
 *
 * @param settings where they agree
 * @param instance this daemon's name
 */
record FleetLog(LeaderSettings settings, String instance) {

    private static final System.Logger LOG = System.getLogger(FleetLog.class.getName());

    /** So many jobs are named that change hands at once; the others are counted. */
    private static final int MOST_NAMED = 20;

    void tell(FleetState before, FleetState after, int jobs) {
        answers(before.failure(), after.failure());
        say(gains(before, after));
        say(losses(before, after));
        String members = members(after.view());
        if (!members.equals(members(before.view()))
                || before.mine().size() != after.mine().size()) {
            LOG.log(
                    Level.INFO,
                    "daemons that share the jobs: {0}; this one runs {1} of {2}",
                    members.isEmpty() ? "unknown" : members,
                    after.mine().size(),
                    jobs);
        }
    }

    private void answers(Optional<String> before, Optional<String> after) {
        if (before.isEmpty()) {
            after.ifPresent(why -> LOG.log(
                    Level.WARNING,
                    "the etcd of cluster {0}, in which the daemons agree, doesn''t answer: {1}; without an answer within"
                            + " {2} s no job is this daemon''s, and nothing is published",
                    settings.cluster(),
                    why,
                    settings.leaseSeconds()));
        } else if (after.isEmpty()) {
            LOG.log(
                    Level.INFO,
                    "the etcd of cluster {0}, in which the daemons agree, answers again",
                    settings.cluster());
        }
    }

    void warn(List<String> sentences) {
        sentences.stream().limit(MOST_NAMED).forEach(what -> LOG.log(Level.WARNING, "{0}", what));
        if (sentences.size() > MOST_NAMED) {
            LOG.log(Level.WARNING, "and the same of {0} more", sentences.size() - MOST_NAMED);
        }
    }

    void defect(RuntimeException e) {
        LOG.log(Level.ERROR, "a defect while the daemons agree; it goes on with the next round", e);
    }

    private static void say(List<String> lines) {
        lines.stream().limit(MOST_NAMED).forEach(line -> LOG.log(Level.INFO, "{0}", line));
        if (lines.size() > MOST_NAMED) {
            LOG.log(Level.INFO, "and {0} more jobs", lines.size() - MOST_NAMED);
        }
    }

    /** Pure. */
    static List<String> gains(FleetState before, FleetState after) {
        return after.mine().entrySet().stream()
                .filter(each -> !each.getValue().equals(before.mine().get(each.getKey())))
                .map(each -> "job " + each.getKey() + ": is this daemon's now, under fence " + each.getValue() + ", "
                        + because(before, each.getKey(), each.getValue()))
                .toList();
    }

    private static String because(FleetState before, String job, long fence) {
        FleetView.Claim claim = before.view().claims().get(job);
        if (claim == null) {
            return "nobody had it";
        }
        return claim.lease() == before.lease()
                ? backAgain(before, claim, fence)
                : claim.instance() + " gave it away, or is gone";
    }

    private static String backAgain(FleetState before, FleetView.Claim claim, long fence) {
        if (before.failure().isPresent()) {
            return "as it was before etcd was away";
        }
        return claim.fence() == fence
                ? "as it was before this daemon stood still"
                : "anew: its claim was deleted or overwritten in etcd, or its lease was over";
    }

    /** Pure. */
    static List<String> losses(FleetState before, FleetState after) {
        TreeSet<String> lost = new TreeSet<>(before.mine().keySet());
        lost.removeAll(after.mine().keySet());
        return lost.stream()
                .map(job -> "job " + job + ": isn't this daemon's any more: " + why(after, job))
                .toList();
    }

    private static String why(FleetState after, String job) {
        FleetView.Claim claim = after.view().claims().get(job);
        if (after.failure().isPresent()) {
            return "the lease can't be renewed";
        }
        if (claim == null) {
            return "it was given to whoever has fewer";
        }
        if (claim.lease() == after.lease()) {
            return "the lease may be over";
        }
        return claim.isNamed() ? claim.instance() + " has it" : "its claim was overwritten in etcd, by no daemon";
    }

    void ended(FleetState state) {
        if (state.lease() == 0) {
            return; // etcd never gave one
        }
        state.failure()
                .ifPresentOrElse(
                        why -> LOG.log(
                                Level.WARNING,
                                "the lease couldn''t be given back, and ends by itself within {0} s: {1}",
                                settings.leaseSeconds(),
                                why),
                        () -> LOG.log(Level.INFO, "the lease is given back, others may take the jobs at once"));
    }

    private static String members(FleetView view) {
        return view.members().stream().map(FleetView.Member::instance).sorted().collect(Collectors.joining(", "));
    }
}
