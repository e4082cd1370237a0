package dev.perigee.daemon.http;

import dev.perigee.core.engine.Engine;
import dev.perigee.core.engine.Request;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Result;
import java.util.concurrent.Semaphore;

/** The engine, for a few at once: what is asked over HTTP must not take the backups' memory, nor their sinks. */
final class Turns {

    private static final int MOST = 4;

    private final Engine engine;
    private final Semaphore free = new Semaphore(MOST);

    Turns(Engine engine) {
        this.engine = engine;
    }

    <R extends Result> R run(Request<R> request) throws OperationException, Refused {
        if (!free.tryAcquire()) {
            throw new Refused(Reply.error(503, "too much is asked at once", "try again soon")
                    .with("Retry-After", "5"));
        }
        try {
            return engine.run(request);
        } finally {
            free.release();
        }
    }
}
