package dev.perigee.core.copies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.backup.Bench;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.outcome.Approval;
import dev.perigee.core.removal.Prune;
import dev.perigee.core.removal.RemovalResult;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.sink.local.LocalSink;
import dev.perigee.sink.local.LocalSinkConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Two sinks, of which each has a ledger. */
class LedgersOfTwoSinksTest extends LedgerFixture {

    private Path ledgerOf(String sink) throws Exception {
        try (Stream<Path> files = Files.list(folder.resolve(sink).resolve("prod/ledgers"))) {
            return files.findFirst().orElseThrow();
        }
    }

    private Bench pair(String state) {
        Bench pair = bench(state, RetentionRules.KEEP_ALL)
                .with("second", new LocalSink(new LocalSinkConfig(folder.resolve("second"))), RetentionRules.KEEP_ALL);
        pair.clock = InstantSource.offset(InstantSource.system(), Duration.ofMinutes(5));
        return pair;
    }

    @Test
    void aLedgerOfOneSinkThatLiesInTheOtherIsNamed() throws Exception {
        pair("state").backup(etcd.endpoint());
        assertEquals(List.of(), told(pair("fresh")));
        Files.copy(ledgerOf("second"), ledger(), StandardCopyOption.REPLACE_EXISTING);

        assertTrue(told(pair("other")).toString().contains("it was written for sink 'second'"));
    }

    /** A machine that knows nothing but has two sinks to look at. */
    @Test
    void anOldStateOfOneSinkIsFoundByTheOther() throws Exception {
        pair("state").backup(etcd.endpoint());
        byte[] old = Files.readAllBytes(ledgerOf("second"));
        Bench later = pair("state");
        later.clock = InstantSource.offset(InstantSource.system(), Duration.ofMinutes(10));
        BackupId newest = later.backup(etcd.endpoint()).manifest().id();
        Files.write(ledgerOf("second"), old);
        Files.delete(folder.resolve("second/prod/manifests/" + newest + ".json"));

        Bench fresh = pair("fresh");
        fresh.clock = InstantSource.offset(InstantSource.system(), Duration.ofMinutes(20));

        List<String> told = told(fresh);
        assertEquals(1, told.size(), told::toString);
        assertTrue(
                told.getFirst().startsWith("sink 'second': its ledger is older than that of sink 'bucket'"),
                told::toString);
        RemovalResult pruned =
                new Prune(fresh.environment()).run("prod", fresh.destinations(), false, Approval.granted());
        assertTrue(pruned.plan().sinks().toString().contains("somebody put an old state back"), pruned::toString);
    }
}
