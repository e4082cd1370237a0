package dev.perigee.daemon.hook;

import dev.perigee.core.hook.Hook;
import dev.perigee.core.time.Retry;
import dev.perigee.core.words.FailureWords;
import dev.perigee.daemon.event.DaemonEvent;
import dev.perigee.daemon.event.DaemonListener;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.Optional;

/** One hook for messages: chooses what to tell, not too often, and tries again what fails. */
final class HookListener implements DaemonListener {

    private static final System.Logger LOG = System.getLogger(HookListener.class.getName());

    private final Hook hook;
    private final Teller teller;
    private final Retry retry;
    private final InstantSource clock;
    private final String instance;
    private final String version;
    private final HourlyLimit limit;

    HookListener(Hook hook, Teller teller, Retry retry, InstantSource clock, String instance, String version) {
        this.hook = hook;
        this.teller = teller;
        this.retry = retry;
        this.clock = clock;
        this.instance = instance;
        this.version = version;
        this.limit = new HourlyLimit(hook.perHour());
    }

    @Override
    public String name() {
        return "hook " + hook.name();
    }

    @Override
    public void on(DaemonEvent event) throws InterruptedException {
        Optional<HookMessage> message = HookMessage.of(event, hook.on(), instance, version)
                .filter(one -> one.job().map(hook::heeds).orElse(true));
        if (message.isPresent() && limit.admits(clock.instant())) {
            tell(message.get(), limit.takeLeftOut());
        }
    }

    private void tell(HookMessage message, long leftOut) throws InterruptedException {
        try {
            Attempts.make(retry, () -> teller.tell(message, leftOut));
            LOG.log(Level.DEBUG, "hook {0}: told of {1}", hook.name(), message.occasion());
        } catch (UndeliveredException e) {
            LOG.log(
                    Level.WARNING,
                    "hook {0}: not told of {1}: {2}",
                    hook.name(),
                    message.occasion(),
                    FailureWords.of(e));
        }
    }
}
