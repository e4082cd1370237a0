package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.core.words.FailureWords;
import dev.perigee.etcd.client.EtcdApi;
import dev.perigee.etcd.client.EtcdException;
import dev.perigee.etcd.client.WatchQuery;
import dev.perigee.etcd.client.WatchStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The watches of an interactive session, each on a thread of its own. */
final class Watchers implements AutoCloseable {

    private final Session session;
    private final Forms.Form<Shown.WithFields> form;
    private final boolean hex;
    private final EtcdApi api;
    private final List<WatchStream> streams = new CopyOnWriteArrayList<>();

    Watchers(Session session, Forms.Form<Shown.WithFields> form, boolean hex, EtcdApi api) {
        this.session = session;
        this.form = form;
        this.hex = hex;
        this.api = api;
    }

    /** Begins to watch. */
    void add(WatchQuery query, List<String> command) throws EtcdException {
        WatchStream stream = api.watchLed(query);
        streams.add(stream);
        Thread.startVirtualThread(() -> follow(stream, new Watcher(session, form, hex, command)));
    }

    private void follow(WatchStream stream, Watcher watcher) {
        try {
            watcher.run(stream);
        } catch (EtcdException | Failure e) {
            if (streams.contains(stream)) {
                session.error(FailureWords.of(e));
            }
        }
        streams.remove(stream);
    }

    /** Has each of them ask how far etcd has come. */
    void askForProgress() throws EtcdException {
        for (WatchStream stream : streams) {
            stream.askForProgress();
        }
    }

    @Override
    public void close() {
        List<WatchStream> open = List.copyOf(streams);
        streams.clear();
        open.forEach(WatchStream::close);
    }
}
