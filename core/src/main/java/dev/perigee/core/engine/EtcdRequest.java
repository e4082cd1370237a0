package dev.perigee.core.engine;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.Result;
import dev.perigee.etcd.client.EtcdSettings;
import java.util.Optional;

/**
 * Finds out how a cluster is reached.
 *
 * @param job the job whose cluster is meant; empty if there is but one cluster
 */
public record EtcdRequest(Optional<String> job) implements Request<EtcdRequest.Reach> {

    /**
     * How it is reached.
     *
     * @param etcd its endpoints, and who we are there
     */
    public record Reach(EtcdSettings etcd) implements Result {

        @Override
        public Outcome outcome() {
            return Outcome.OK;
        }
    }

    @Override
    public Reach in(Run run) throws OperationException {
        return new Reach(run.clusterOfJob(job).etcd());
    }
}
