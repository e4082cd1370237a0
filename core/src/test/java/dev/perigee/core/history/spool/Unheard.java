package dev.perigee.core.history.spool;

import dev.perigee.core.history.standing.StandingFile;
import dev.perigee.core.history.standing.StandingKeeper;
import dev.perigee.core.history.standing.StandingListener;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** Spools of whose standing nobody hears. */
public final class Unheard {

    private Unheard() {}

    public static StandingKeeper keeper(Path directory) {
        return new StandingKeeper(
                new StandingFile(directory.resolve("standing.json")),
                InstantSource.system(),
                StandingListener.NONE,
                List.of());
    }
}
