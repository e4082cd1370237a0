package dev.perigee.daemon.hook;

import dev.perigee.core.hook.Hook;
import dev.perigee.core.hook.Way.Heartbeat;
import dev.perigee.core.time.Retry;
import dev.perigee.core.words.FailureWords;
import dev.perigee.daemon.event.DaemonEvent;
import dev.perigee.daemon.event.DaemonListener;
import dev.perigee.daemon.hook.Pulse.Beat;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Optional;

/** Pings a monitor that raises the alarm when it hears nothing. */
final class HeartbeatListener implements DaemonListener {

    private static final System.Logger LOG = System.getLogger(HeartbeatListener.class.getName());

    private final Hook hook;
    private final Heartbeat heartbeat;
    private final HookClient client;
    private final Retry retry;
    private final Pulse pulse;

    HeartbeatListener(Hook hook, Heartbeat heartbeat, HookClient client, Retry retry) {
        this.hook = hook;
        this.heartbeat = heartbeat;
        this.client = client;
        this.retry = retry;
        this.pulse = new Pulse(hook);
    }

    @Override
    public String name() {
        return "hook " + hook.name();
    }

    @Override
    public void on(DaemonEvent event) throws InterruptedException {
        Optional<Beat> beat = pulse.of(event);
        if (beat.isPresent()) {
            ping(beat.get());
        }
    }

    private void ping(Beat beat) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(url(heartbeat.url().reveal(), beat)))
                .header("User-Agent", "perigee")
                .GET()
                .build();
        try {
            Attempts.make(retry, () -> client.send(request));
        } catch (UndeliveredException e) {
            LOG.log(Level.WARNING, "hook {0}: no heartbeat of {1}: {2}", hook.name(), beat, FailureWords.of(e));
        }
    }

    /** The word goes behind the path, before what the URL asks. */
    static String url(String base, Beat beat) {
        String word = switch (beat) {
            case START -> "/start";
            case SUCCESS -> "";
            case FAIL -> "/fail";
        };
        int query = base.indexOf('?');
        String path = query < 0 ? base : base.substring(0, query);
        String rest = query < 0 ? "" : base.substring(query);
        return path.replaceFirst("/$", "") + word + rest;
    }
}
