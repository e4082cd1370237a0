package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.core.time.Timing;
import dev.perigee.core.words.FailureWords;
import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.EtcdApi;
import dev.perigee.etcd.client.EtcdException;
import dev.perigee.etcd.client.WatchAnswer;
import dev.perigee.etcd.client.WatchEvent;
import dev.perigee.etcd.client.WatchQuery;
import dev.perigee.etcd.client.WatchStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shows what a watch brings, and runs the user's command at each change. */
final class Watcher {

    private static final Duration WAIT = Duration.ofHours(1);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Session session;
    private final Forms.Form<Shown.WithFields> form;
    private final boolean hex;
    private final Optional<ChildCommand> command;

    /** The first revision that wasn't shown; 0 before the watch has begun. */
    private long next;

    /** What the user wants to begin with; 0 for what comes. */
    private long asked;

    /** Whether the member has taken the watch. */
    private boolean begun;

    Watcher(Session session, Forms.Form<Shown.WithFields> form, boolean hex, List<String> command) {
        this.session = session;
        this.form = form;
        this.hex = hex;
        this.command = command.isEmpty() ? Optional.empty() : Optional.of(new ChildCommand(session, command));
    }

    /** Until the server cancels the watch. When the member goes away, another one goes on where it was, as etcdctl has it. */
    void run(Target target, WatchQuery query) throws EtcdException, Failure {
        asked = query.from();
        while (true) {
            try {
                target.use(api -> run(api, next == 0 ? query : query.beginningAt(next)));
                return;
            } catch (EtcdException e) {
                if (next == 0 || !e.retryable()) {
                    throw e;
                }
                if (begun) {
                    session.warn(FailureWords.of(e) + "; the watch goes on with the first member that answers");
                }
                begun = false;
                pause();
            }
        }
    }

    private static void pause() throws Failure {
        try {
            Timing.system().sleeper().sleep(PAUSE);
        } catch (InterruptedException e) {
            throw Failure.of(ExitCode.INTERRUPTED, "interrupted");
        }
    }

    private void run(EtcdApi api, WatchQuery query) throws EtcdException, Failure {
        try (WatchStream stream = api.watchLed(query)) {
            run(stream);
        }
    }

    /** Until the server cancels the watch. */
    void run(WatchStream stream) throws EtcdException, Failure {
        while (true) {
            Optional<WatchAnswer> answer = stream.next(WAIT);
            if (answer.isPresent() && !answer.get().created()) {
                show(answer.get());
            }
            answer.ifPresent(this::remember);
            if (answer.isPresent() && answer.get().canceled()) {
                return;
            }
        }
    }

    /** What is shown isn't asked for again. What came before a watch began is nobody's business. */
    private void remember(WatchAnswer answer) {
        begun = begun || answer.created();
        if (next == 0) {
            next = asked > 0 ? asked : answer.header().revision() + 1;
        }
        for (WatchEvent event : answer.events()) {
            next = Math.max(next, event.keyValue().modRevision() + 1);
        }
    }

    private void show(WatchAnswer answer) throws Failure {
        if (answer.canceled()) {
            session.terminal().say("watch was canceled (" + reason(answer) + ")\n");
        }
        if (answer.isProgress()) {
            session.terminal().data("progress notify: " + answer.header().revision() + "\n");
        }
        session.terminal().data(form.of(new Changes(answer, hex), hex));
        if (command.isPresent()) {
            for (WatchEvent event : answer.events()) {
                run(command.get(), answer, event);
            }
        }
    }

    private static String reason(WatchAnswer answer) {
        return answer.compactRevision() == 0
                ? answer.reason()
                : "the revision is compacted; the oldest that is held is " + answer.compactRevision();
    }

    private static void run(ChildCommand command, WatchAnswer answer, WatchEvent event) throws Failure {
        Map<String, String> variables = Map.of(
                "ETCD_WATCH_REVISION", Long.toString(answer.header().revision()),
                "ETCD_WATCH_EVENT_TYPE", GoText.quoted(Changes.type(event)),
                "ETCD_WATCH_KEY", GoText.quoted(event.keyValue().key()),
                "ETCD_WATCH_VALUE", GoText.quoted(event.keyValue().value()));
        int code;
        try {
            code = command.run(variables);
        } catch (IOException e) {
            throw Failure.of(ExitCode.ERROR, "command " + command.shown() + " can't be run: " + FailureWords.of(e));
        }
        if (code != 0) {
            throw Failure.of(ExitCode.ERROR, "command " + command.shown() + " error (exit status " + code + ")");
        }
    }

    /** One message of a watch. */
    private record Changes(WatchAnswer answer, boolean hex) implements Shown.WithFields {

        static String type(WatchEvent event) {
            return event.deleted() ? "DELETE" : "PUT";
        }

        @Override
        public void simple(Lines out) {
            for (WatchEvent event : answer.events()) {
                out.add(type(event));
                event.previous().ifPresent(before -> out.add(before, hex, false));
                out.add(event.keyValue(), hex, false);
            }
        }

        @Override
        public Object json() {
            return new JsonObject()
                    .always("Header", JsonObject.header(answer.header()))
                    .always(
                            "Events",
                            answer.events().stream().map(Changes::json).toList())
                    .always("CompactRevision", answer.compactRevision())
                    .always("Canceled", answer.canceled())
                    .always("Created", answer.created());
        }

        private static JsonObject json(WatchEvent event) {
            return new JsonObject()
                    .unlessZero("type", event.deleted() ? 1 : 0)
                    .always("kv", JsonObject.of(event.keyValue()))
                    .unlessZero("prev_kv", event.previous().map(JsonObject::of));
        }

        @Override
        public void fields(Fields out) {
            out.header(answer.header());
            for (WatchEvent event : answer.events()) {
                out.plain("Type", type(event));
                event.previous().ifPresent(before -> out.keyValue("Prev", before));
                out.keyValue("", event.keyValue());
            }
        }

        @Override
        public Bytes message() {
            return answer.message();
        }
    }
}
