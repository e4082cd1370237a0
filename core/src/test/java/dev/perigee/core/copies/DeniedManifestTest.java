package dev.perigee.core.copies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.SinkException.Kind;
import dev.perigee.core.backup.Bench;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.testkit.FaultySink;
import dev.perigee.testkit.FaultySink.Verb;
import org.junit.jupiter.api.Test;

/** Manifests that are listed, and that this user may not read: another one has made them, such as root. */
class DeniedManifestTest extends CopiesFixture {

    private Bench denied() {
        return bench(1).with(
                        "a",
                        new FaultySink(a.reopen()).failEveryCall(Verb.GET, Kind.DENIED),
                        RetentionRules.keepLast(1));
    }

    @Test
    void theirBackupIsNoDamageAndWhoWantsItHearsWhatToDo() throws Exception {
        planted(a, 1);

        OperationException refused = assertThrows(
                OperationException.class,
                () -> new Fetch(denied().environment())
                        .run(
                                Sought.anywhere("prod", denied().destinations()),
                                new Selector.Prefix(id(1).toString()),
                                state.resolve("fetched.db")));

        assertEquals(Outcome.DENIED, refused.outcome(), refused::toString);
        assertTrue(refused.toString().contains("let this user read it"), refused::toString);
    }

    @Test
    void aListSaysThatItMayNotBeReadAndNothingOfDamage() throws Exception {
        planted(a, 1);

        Listing listing = list(denied());

        String finding = listing.findings().getFirst();
        assertTrue(finding.contains("may not be read"), finding);
        assertTrue(!finding.contains("damaged"), finding);
        assertEquals(Outcome.DENIED, listing.outcome(), listing::toString);
    }

    @Test
    void whatMayNotBeReadIsNotRemoved() throws Exception {
        planted(a, 1);
        planted(a, 2);

        assertTrue(reason(prune(denied()), id(1)).contains("may not be read"), reason(prune(denied()), id(1)));
    }
}
