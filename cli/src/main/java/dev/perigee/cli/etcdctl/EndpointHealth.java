package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.output.Format;
import dev.perigee.core.words.FailureWords;
import dev.perigee.core.words.Printable;
import dev.perigee.etcd.client.Alarm;
import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.EtcdApi;
import dev.perigee.etcd.client.EtcdException;
import dev.perigee.etcd.client.EtcdException.Kind;
import dev.perigee.etcd.client.KeyRange;
import dev.perigee.etcd.client.RangeQuery;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** {@code perigee etcdctl endpoint health}. */
@CommandLine.Command(
        name = "health",
        description = "Whether each endpoint takes part in its cluster.",
        footer = {"  perigee etcdctl endpoint health --cluster"})
public final class EndpointHealth extends EndpointCommand {

    /** Any key will do: reading it needs the leader. */
    private static final RangeQuery PROPOSAL = RangeQuery.of(KeyRange.of(Bytes.of("health")));

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public EndpointHealth(Session session) {
        super(session);
    }

    @Override
    Shown.WithTable ask(Target target) throws Failure {
        List<Health> all = target.askEach(EndpointHealth::examine).stream()
                .map(EndpointHealth::health)
                .toList();
        List<Health> ill = all.stream().filter(health -> !health.healthy()).toList();
        if (format() == Format.SIMPLE) {
            ill.forEach(health -> session.terminal()
                    .say(Printable.line(
                                    health.endpoint() + " is unhealthy: failed to commit proposal: " + health.error())
                            + "\n"));
        }
        if (!ill.isEmpty()) {
            fail("unhealthy cluster");
        }
        return new Healths(all);
    }

    /** Only the read is timed. That this user may not read the key is no illness: the leader has said so. */
    private static Health examine(EtcdApi api) {
        long start = System.nanoTime();
        String error = "";
        try {
            api.range(PROPOSAL);
        } catch (EtcdException e) {
            error = e.kind() == Kind.DENIED ? "" : text(e);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        return new Health("", GoText.duration(took), error.isEmpty() ? alarms(api) : error);
    }

    private static String alarms(EtcdApi api) {
        try {
            List<Alarm> alarms = api.alarms().value();
            return alarms.isEmpty()
                    ? ""
                    : alarms.stream().map(Alarm::name).collect(Collectors.joining(" ", "Active Alarm(s): ", " "));
        } catch (EtcdException e) {
            return "Unable to fetch the alarm list";
        }
    }

    private static Health health(Target.Reply<Health> reply) {
        return reply.value()
                .map(health -> new Health(reply.endpoint(), health.took(), health.error()))
                .orElseGet(() ->
                        new Health(reply.endpoint(), "", text(reply.failure().orElseThrow())));
    }

    private static String text(EtcdException e) {
        return FailureWords.of(e);
    }

    /** How an endpoint is; well, if its error is empty. */
    private record Health(String endpoint, String took, String error) {

        boolean healthy() {
            return error.isEmpty();
        }

        List<String> cells() {
            return List.of(endpoint, Boolean.toString(healthy()), took, error);
        }

        JsonObject json() {
            return new JsonObject()
                    .always("endpoint", endpoint)
                    .always("health", healthy())
                    .always("took", took)
                    .unlessZero("error", error);
        }
    }

    private record Healths(List<Health> all) implements Shown.WithTable {

        private static final List<String> HEADERS = List.of("endpoint", "health", "took", "error");

        @Override
        public void simple(Lines out) {
            all.stream()
                    .filter(Health::healthy)
                    .forEach(health -> out.add(
                            health.endpoint + " is healthy: successfully committed proposal: took = " + health.took));
        }

        @Override
        public Rows table() {
            return new Rows(HEADERS, all.stream().map(Health::cells).toList());
        }

        @Override
        public Object json() {
            return all.stream().map(Health::json).toList();
        }

        @Override
        public void fields(Fields out) {
            all.forEach(health -> out.quoted("Endpoint", health.endpoint)
                    .plain("Health", health.healthy())
                    .plain("Took", health.took)
                    .plain("Error", health.error)
                    .gap());
        }
    }
}
