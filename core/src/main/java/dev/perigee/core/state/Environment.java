package dev.perigee.core.state;

import dev.perigee.core.admission.Admission;
import dev.perigee.core.admission.Limits;
import dev.perigee.core.encoding.Identities;
import dev.perigee.core.plugin.SinkOpener;
import dev.perigee.core.progress.ProgressListener;
import dev.perigee.core.signing.Seals;
import dev.perigee.core.spool.Spool;
import dev.perigee.core.spool.SpoolEntry;
import dev.perigee.core.spool.SpoolSettings;
import dev.perigee.core.time.Timing;
import java.io.IOException;

/**
 * What every verb stands on.
 *
 * @param state where to keep what must outlive a run
 * @param sinks opens sinks
 * @param spool how much may wait for sinks that are down
 * @param version our own version, for manifests: {@code 0.1.0}
 * @param instance this machine's name, for manifests
 * @param timing time, waiting, chance
 * @param progress who hears of the steps
 * @param admission how much is done at once
 * @param identities what opens encrypted backups
 * @param seals what manifests are signed with, and whose signatures are believed
 */
public record Environment(
        StateDirectory state,
        SinkOpener sinks,
        SpoolSettings spool,
        String version,
        String instance,
        Timing timing,
        ProgressListener progress,
        Admission admission,
        Identities identities,
        Seals seals) {

    /**
     * An environment in which as much is done at once as by default, and nothing encrypted is read.
     *
     * @param state where to keep what must outlive a run
     * @param sinks opens sinks
     * @param spool how much may wait for sinks that are down
     * @param version our own version, for manifests: {@code 0.1.0}
     * @param instance this machine's name, for manifests
     * @param timing time, waiting, chance
     * @param progress who hears of the steps
     */
    public Environment(
            StateDirectory state,
            SinkOpener sinks,
            SpoolSettings spool,
            String version,
            String instance,
            Timing timing,
            ProgressListener progress) {
        this(
                state,
                sinks,
                spool,
                version,
                instance,
                timing,
                progress,
                new Admission(Limits.DEFAULT, spool.bytes()),
                Identities.NONE,
                Seals.NONE);
    }

    /**
     * The same environment, of whose steps nobody hears.
     *
     * @return with a listener that hears nothing
     */
    public Environment silent() {
        return new Environment(
                state, sinks, spool, version, instance, timing, ProgressListener.NONE, admission, identities, seals);
    }

    /**
     * The same environment, where encrypted backups can be read.
     *
     * @param others what opens them
     * @return with these
     */
    public Environment reading(Identities others) {
        return new Environment(state, sinks, spool, version, instance, timing, progress, admission, others, seals);
    }

    /**
     * The same environment, where manifests are signed.
     *
     * @param others what signs, and who is believed
     * @return with these
     */
    public Environment sealing(Seals others) {
        return new Environment(state, sinks, spool, version, instance, timing, progress, admission, identities, others);
    }

    /**
     * The spool, opened by whoever works with it.
     *
     * @return the bodies on this machine's disk
     * @throws IOException if its directory can't be made or used
     */
    public Spool openSpool() throws IOException {
        return Spool.open(state.spool(), timing.random());
    }

    /**
     * A place in the spool for what is read and thrown away again. What others left behind who were killed is swept first.
     *
     * @return removed when it is closed
     * @throws IOException if its directory can't be made or used
     */
    public SpoolEntry scratch() throws IOException {
        Spool spool = openSpool();
        spool.sweep();
        return spool.create();
    }
}
