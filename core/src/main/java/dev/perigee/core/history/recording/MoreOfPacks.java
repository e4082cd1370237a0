package dev.perigee.core.history.recording;

import dev.perigee.core.history.pack.PackRecord;
import dev.perigee.core.history.pack.PackRecord.LeaseTime;
import dev.perigee.core.history.pack.PackRecord.Seal;
import dev.perigee.core.time.Timing;
import dev.perigee.etcd.client.EtcdCluster;
import dev.perigee.etcd.client.EtcdConnection;
import dev.perigee.etcd.client.EtcdException;
import dev.perigee.etcd.client.EtcdSettings;
import dev.perigee.etcd.client.HashKv;
import dev.perigee.etcd.client.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Asks etcd what its watch doesn't tell: how long leases live, each once, so many a pack; and, now and then, HashKV. An etcd that doesn't
 * answer may be starting anew, and is asked again for a while; then it is no failure: the pack says less. Used by one thread.
 */
final class MoreOfPacks {

    private static final int MOST_LEASES = 500;
    private static final int MOST_KNOWN = 100_000;
    private static final Duration HASH_WITHIN = Duration.ofMinutes(2);

    /** A pack that is all that a dead cluster leaves must not wait longer; those behind it don't wait again. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final EtcdSettings etcd;
    private final Duration sealEvery;
    private final Timing timing;
    private Instant sealed = Instant.MIN;
    private OptionalLong silentSince = OptionalLong.empty();
    private final Map<Long, Long> known = new LinkedHashMap<>() {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
            return size() > MOST_KNOWN;
        }
    };

    MoreOfPacks(EtcdSettings etcd, Duration sealEvery, Timing timing) {
        this.etcd = etcd;
        this.sealEvery = sealEvery;
        this.timing = timing;
    }

    /** The record with what could be learnt. Whoever is interrupted has learnt nothing: the question was broken off. */
    PackRecord of(PackRecord record, Set<Long> leases) throws InterruptedException {
        Instant now = timing.clock().instant();
        boolean seal = sealed.isAfter(now) || sealed.plus(sealEvery).isBefore(now);
        Optional<Seal> said = Optional.empty();
        if (seal || lacksAnyOf(leases)) {
            said = ask(leases, seal ? OptionalLong.of(record.place().pack().last()) : OptionalLong.empty());
        }
        if (said.isPresent()) {
            sealed = now;
        }
        return record.knowing(times(leases), said);
    }

    private boolean lacksAnyOf(Set<Long> leases) {
        return !known.keySet().containsAll(leases);
    }

    private Optional<Seal> ask(Set<Long> leases, OptionalLong sealed) throws InterruptedException {
        while (true) {
            try {
                return askOnce(leases, sealed);
            } catch (EtcdException e) {
                requireTime();
                if (!lacksAnyOf(leases) || isSilentForLong()) {
                    return Optional.empty();
                }
            }
            timing.sleeper().sleep(PAUSE);
        }
    }

    private Optional<Seal> askOnce(Set<Long> leases, OptionalLong sealed) throws EtcdException, InterruptedException {
        try (EtcdCluster cluster = EtcdCluster.open(etcd)) {
            EtcdConnection member = cluster.chosen(cluster.choose());
            askForLeases(member, leases);
            Optional<Seal> said = sealed.isPresent() ? seal(member, sealed.getAsLong()) : Optional.empty();
            requireTime();
            silentSince = OptionalLong.empty();
            return said;
        }
    }

    /** What fails on an interrupted thread tells nothing of etcd. */
    private static void requireTime() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private boolean isSilentForLong() {
        if (silentSince.isEmpty()) {
            silentSince = OptionalLong.of(timing.ticker().getAsLong());
        }
        return timing.since(silentSince.getAsLong()).compareTo(PATIENCE) >= 0;
    }

    private void askForLeases(EtcdConnection member, Set<Long> leases) throws EtcdException {
        int asked = 0;
        for (long id : leases) {
            if (!known.containsKey(id) && asked++ < MOST_LEASES) {
                Lease lease = member.leases().look(id, false);
                if (lease.alive() && lease.grantedSeconds() > 0) {
                    known.put(id, lease.grantedSeconds());
                }
            }
        }
    }

    private List<LeaseTime> times(Set<Long> leases) {
        List<LeaseTime> times = new ArrayList<>();
        leases.stream().sorted().forEach(id -> {
            Long seconds = known.get(id);
            if (seconds != null) {
                times.add(new LeaseTime(id, seconds));
            }
        });
        return times;
    }

    private static Optional<Seal> seal(EtcdConnection member, long revision) {
        try {
            HashKv said = member.hashKv(revision, HASH_WITHIN);
            return Optional.of(new Seal(
                    revision,
                    said.compactRevision(),
                    said.hash(),
                    member.status().version()));
        } catch (EtcdException e) {
            return Optional.empty(); // compacted beyond it meanwhile, or too slow
        }
    }
}
