package dev.perigee.daemon.hook;

import dev.perigee.core.engine.Engine;
import dev.perigee.core.hook.Hook;
import dev.perigee.core.hook.Way;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.time.Backoff;
import dev.perigee.core.time.Retry;
import dev.perigee.core.time.Sleeper;
import dev.perigee.daemon.event.Announcements;
import dev.perigee.daemon.event.DaemonEvent;
import dev.perigee.daemon.event.DaemonEvent.DaemonEnded;
import dev.perigee.daemon.event.DaemonEvent.Reloaded;
import dev.perigee.daemon.event.DaemonListener;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * All hooks of the configuration in force, each on a thread of its own: one that is slow or broken keeps no other, and no backup, from
 * going on. A reload that changes them ends those before; what they had still to tell is given a moment.
 */
public final class Hooks implements DaemonListener {

    /** Less than what the daemon itself gives its listeners at its end. */
    private static final Duration LAST_WORDS = Duration.ofMillis(2500);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Engine engine;
    private final InstantSource clock;
    private final Sleeper sleeper;
    private final List<HookClient> clients = new ArrayList<>();
    private List<Hook> hooks = List.of();
    private Announcements announcements = new Announcements(List.of());

    /**
     * The hooks of an engine's configuration.
     *
     * @param engine has the configuration
     * @param clock for signatures, and for what is too often
     * @param sleeper waits between two attempts
     * @throws OperationException BAD_CONFIGURATION if it can't be used
     */
    public Hooks(Engine engine, InstantSource clock, Sleeper sleeper) throws OperationException {
        this.engine = engine;
        this.clock = clock;
        this.sleeper = sleeper;
        follow();
    }

    @Override
    public String name() {
        return "the hooks";
    }

    @Override
    public void on(DaemonEvent event) throws OperationException, InterruptedException {
        if (event instanceof Reloaded && !engine.hooks().equals(hooks)) {
            end();
            follow();
        }
        announcements.tell(event);
        if (event instanceof DaemonEnded) {
            end();
        }
    }

    private void follow() throws OperationException {
        hooks = engine.hooks();
        List<DaemonListener> listeners = new ArrayList<>();
        for (Hook hook : hooks) {
            listeners.add(listener(hook));
        }
        announcements = new Announcements(listeners);
    }

    private void end() throws InterruptedException {
        announcements.close(LAST_WORDS);
        clients.forEach(HookClient::close);
        clients.clear();
    }

    private DaemonListener listener(Hook hook) throws OperationException {
        return switch (hook.way()) {
            case Way.Program program -> telling(hook, new ProgramTeller(program.words(), hook.timeout()));
            case Way.Webhook webhook -> telling(hook, new WebhookTeller(webhook, client(hook), clock));
            case Way.StatusKey key -> new StatusKeyListener(hook, key, engine, engine.instance(), retry(hook));
            case Way.Heartbeat heartbeat -> new HeartbeatListener(hook, heartbeat, client(hook), retry(hook));
        };
    }

    private DaemonListener telling(Hook hook, Teller teller) throws OperationException {
        return new HookListener(hook, teller, retry(hook), clock, engine.instance(), engine.version());
    }

    private HookClient client(Hook hook) {
        HookClient client = HookClient.of(hook.timeout());
        clients.add(client);
        return client;
    }

    private Retry retry(Hook hook) {
        Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE, RandomGenerator.getDefault());
        return new Retry(hook.attempts(), backoff::pause, sleeper);
    }
}
