package dev.perigee.core.engine;

import dev.perigee.core.backup.Job;
import dev.perigee.core.outcome.Approval;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.Result;
import java.util.List;

/**
 * Reads the configuration anew. All of it is checked first, with the files that it names, every plugin and every sink; it is
 * then in force for whatever begins from there on, or nothing changes. What runs ends under the one that it began with.
 *
 * <p>The daemon's own schedules follow {@code Daemon.reload()}, which makes this request, and not the request alone.
 *
 * @param approval sees the jobs of both configurations, once all is found to be in order
 */
public record ReloadRequest(Approval<ReloadRequest.Reload> approval) implements Request<ReloadRequest.Reload> {

    /**
     * The jobs before and after.
     *
     * @param before those that were in force
     * @param after those that are, or would be
     * @param onOtherGround whether something that every job stands on is another one: keys, plugins, the spool, this machine's name
     */
    public record Reload(List<Job> before, List<Job> after, boolean onOtherGround) implements Result {

        /** Copies the lists. */
        public Reload {
            before = List.copyOf(before);
            after = List.copyOf(after);
        }

        /** Always OK: what can't be used is thrown. */
        @Override
        public Outcome outcome() {
            return Outcome.OK;
        }
    }

    @Override
    public Reload in(Run run) throws OperationException {
        return run.engine().reload(approval);
    }
}
