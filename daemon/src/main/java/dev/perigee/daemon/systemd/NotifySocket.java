package dev.perigee.daemon.systemd;

import dev.perigee.core.words.FailureWords;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** systemd, at the socket that it has named. What can't be told is logged once: backups go on without. */
final class NotifySocket implements ServiceManager {

    private static final System.Logger LOG = System.getLogger(NotifySocket.class.getName());

    private final String name;
    private final AtomicBoolean complained = new AtomicBoolean();
    private @Nullable DatagramCalls calls;

    NotifySocket(String name) {
        this.name = name;
    }

    @Override
    public synchronized void tell(String message) {
        try {
            Optional<byte[]> address = SocketAddress.of(name);
            if (address.isEmpty()) {
                complain("it is neither an absolute path nor an abstract name of up to 107 bytes");
                return;
            }
            calls().send(address.get(), message.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            complain(FailureWords.of(e));
        } catch (IllegalCallerException | UnsatisfiedLinkError e) {
            complain("this Java may not call the system: " + FailureWords.of(e));
        }
    }

    private DatagramCalls calls() {
        if (calls == null) {
            calls = new DatagramCalls();
        }
        return calls;
    }

    private void complain(String why) {
        if (complained.compareAndSet(false, true)) {
            LOG.log(
                    Level.WARNING,
                    "systemd can''t be told how the daemon fares, NOTIFY_SOCKET is {0}: {1}; with Type=notify it will"
                            + " start the daemon again and again: set Type=exec",
                    name,
                    why);
        }
    }
}
