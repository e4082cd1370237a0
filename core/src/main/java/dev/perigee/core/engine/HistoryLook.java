package dev.perigee.core.engine;

import dev.perigee.core.backup.Job;
import dev.perigee.core.history.standing.HistoryAssessment;
import dev.perigee.core.history.standing.HistoryHealth;
import dev.perigee.core.history.standing.HistoryStanding;
import dev.perigee.core.history.standing.HistoryStatus;
import dev.perigee.core.history.standing.StandingFile;
import dev.perigee.core.signing.Seals;
import dev.perigee.core.state.StateDirectory;
import java.time.Instant;
import java.util.Optional;

/**
 * Looks how the histories stand, as far as this machine's state directory tells.
 *
 * @param state the directory
 * @param instance this installation's name
 * @param seen when the daemon of this machine saw its jobs
 * @param seals whom it believes
 * @param now what time it is
 */
record HistoryLook(StateDirectory state, String instance, FirstSeen seen, Seals seals, Instant now) {

    /** Empty for a job without one. What another daemon runs is that one's to tell of. */
    Optional<HistoryStatus> of(Job job, Optional<String> leader) {
        return job.history().map(settings -> {
            if (leader.filter(other -> !other.equals(instance)).isPresent()) {
                return HistoryAssessment.elsewhere();
            }
            Optional<HistoryStanding> standing =
                    StandingFile.of(state.history(), job.name()).read();
            HistoryAssessment assessment = new HistoryAssessment(settings, now);
            return standing.map(assessment::of)
                    .map(this::believed)
                    .or(() -> seen.of(job.name()).map(assessment::never))
                    .orElseGet(HistoryAssessment::elsewhere);
        });
    }

    /** What is recorded here and not believed is worth nothing here, however well it goes. */
    private HistoryStatus believed(HistoryStatus status) {
        return seals.disbelief()
                .map(why -> new HistoryStatus(
                        HistoryHealth.LATE,
                        status.standing(),
                        "no pack of the history that is recorded here is believed here: " + why,
                        Optional.of("'perigee config check' says what is wrong")))
                .orElse(status);
    }
}
