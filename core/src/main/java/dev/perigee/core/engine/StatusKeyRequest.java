package dev.perigee.core.engine;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.Result;
import dev.perigee.core.source.EtcdFailures;
import dev.perigee.core.words.FailureWords;
import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.EtcdCluster;
import dev.perigee.etcd.client.EtcdConnection;
import dev.perigee.etcd.client.EtcdException;
import java.util.Iterator;
import java.util.Optional;

/**
 * Writes how a job's backup went into a key of the cluster that it backs up, by the first member that takes it.
 *
 * @param job the job's name
 * @param key the key
 * @param value its value; replaces what was there
 */
public record StatusKeyRequest(String job, String key, String value) implements Request<StatusKeyRequest.Written> {

    /**
     * It is there.
     *
     * @param revision the cluster's revision then
     */
    public record Written(long revision) implements Result {

        @Override
        public Outcome outcome() {
            return Outcome.OK;
        }
    }

    @Override
    public Written in(Run run) throws OperationException {
        try (EtcdCluster cluster =
                EtcdCluster.open(run.clusterOfJob(Optional.of(job)).etcd())) {
            return new Written(put(cluster.connections().iterator()));
        } catch (EtcdException e) {
            throw new OperationException(EtcdFailures.outcome(e.kind()), FailureWords.of(e), e);
        }
    }

    private long put(Iterator<EtcdConnection> members) throws EtcdException {
        while (true) {
            EtcdConnection member = members.next();
            try {
                return member.keys().put(Bytes.of(key), Bytes.of(value), 0);
            } catch (EtcdException e) {
                if (!members.hasNext() || !e.retryable()) {
                    throw e;
                }
            }
        }
    }
}
