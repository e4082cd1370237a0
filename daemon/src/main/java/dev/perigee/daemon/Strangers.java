package dev.perigee.daemon;

import dev.perigee.core.fleet.FleetState;
import dev.perigee.core.fleet.FleetView;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Notices, once for each, that a job's claim hangs on a lease of nobody who is there, so that no daemon runs it. One that ends isn't
 * there any more either while its last runs go on: those are given the time of a lease. For one thread.
 */
final class Strangers {

    private final Duration lease;
    private final Map<FleetView.Claim, Long> since = new HashMap<>();
    private final Set<FleetView.Claim> said = new HashSet<>();

    Strangers(Duration lease) {
        this.lease = lease;
    }

    /** What there is to say after a look, at so many nanoseconds of a clock that only goes on. */
    List<String> warnings(FleetState state, Set<String> jobs, long nanos) {
        Map<String, FleetView.Claim> strange = strange(state, jobs);
        since.keySet().retainAll(strange.values());
        said.retainAll(strange.values());
        strange.values().forEach(claim -> since.putIfAbsent(claim, nanos));
        return strange.entrySet().stream()
                .filter(each -> nanos - since.getOrDefault(each.getValue(), nanos) > lease.toNanos())
                .filter(each -> said.add(each.getValue()))
                .map(each -> sentence(each.getKey(), each.getValue()))
                .sorted()
                .toList();
    }

    /** Ours is ours, whether our key is there already or was taken away. */
    private static Map<String, FleetView.Claim> strange(FleetState state, Set<String> jobs) {
        Set<Long> leases =
                state.view().members().stream().map(FleetView.Member::lease).collect(Collectors.toSet());
        leases.add(state.lease());
        return state.view().claims().entrySet().stream()
                .filter(each -> jobs.contains(each.getKey())
                        && !leases.contains(each.getValue().lease()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static String sentence(String job, FleetView.Claim claim) {
        String lease = Long.toHexString(claim.lease());
        String whose = claim.isNamed() ? "of '" + claim.instance() + "' " : "";
        return "job " + job + ": no daemon that is there runs it: its claim " + whose + "in etcd hangs on the lease "
                + lease
                + ", which is no daemon's that shares the jobs, and keeps the job from all of them while it lives. If it is"
                + " no daemon's last run, 'etcdctl lease revoke " + lease
                + "' gives the job free; keys under the daemons'"
                + " prefix are theirs alone";
    }
}
