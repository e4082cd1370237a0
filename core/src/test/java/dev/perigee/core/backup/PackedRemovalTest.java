package dev.perigee.core.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.ObjectKey;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.copies.Verify;
import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.removal.Delete;
import dev.perigee.core.removal.RemovalPlan;
import dev.perigee.core.removal.RemovalResult;
import dev.perigee.core.retention.RetentionRules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Packs of rows whose own backups go. */
class PackedRemovalTest extends PackedFixture {

    @Test
    void packsThatABackupNeedsOutliveTheirOwnBackupAndGoADayAfterTheLastThatNeedsThem() throws Exception {
        Bench keepingTwo = on(state, RetentionRules.keepLast(2));
        Manifest first = backup(keepingTwo);
        for (int i = 0; i < 3; i++) {
            change(2, "b" + i);
            backup(keepingTwo);
        }
        assertEquals(2, keepingTwo.listed().size());
        assertTrue(Files.exists(object(first.body())));
        assertEquals(Outcome.OK, keepingTwo.verify(Verify.Depth.DEEP).outcome());

        DurableFile.deleteTree(state.resolve("packs")); // the next backups need none of the old packs
        backup(keepingTwo);
        backup(keepingTwo);
        assertTrue(Files.exists(object(first.body())), "it may be needed by one that another machine is making");
        try (Stream<Path> files = Files.list(object(first.body()).getParent())) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(now.minus(Duration.ofDays(3))));
            }
        }
        backup(keepingTwo);
        assertTrue(Files.exists(object(first.body())), "old as it is, it is needed no more only since now");
        now = now.plus(Duration.ofHours(25));
        Manifest fresh = backup(keepingTwo);
        assertTrue(Files.exists(object(first.body())), "the store's own clock isn't there yet");
        Files.setLastModifiedTime(object(fresh.body()), FileTime.from(now));
        backup(keepingTwo);
        assertFalse(Files.exists(object(first.body())));
        assertEquals(Outcome.OK, keepingTwo.verify(Verify.Depth.DEEP).outcome());
    }

    @Test
    void whoDeletesIsToldWhichRowsStayForOthersAndWhichNobodyNeedsThen() throws Exception {
        Manifest first = backup(bench);
        change(3, "c");
        Manifest second = backup(bench);
        DurableFile.deleteTree(state.resolve("packs")); // the third is of rows of its own
        Manifest third = backup(bench);

        List<RemovalPlan.Line> alone = delete(first.id());
        List<RemovalPlan.Line> both = delete(first.id(), second.id());

        assertEquals(
                List.of("named; all its rows, " + first.body().length() + " bytes, stay: other backups need them"),
                reasons(alone));
        assertEquals(
                List.of(second.body().key().value(), first.body().key().value()),
                both.stream()
                        .flatMap(line -> line.orphan().stream())
                        .map(ObjectKey::value)
                        .sorted(Comparator.reverseOrder())
                        .toList());
        assertEquals(List.of("named", "named"), reasons(both).subList(0, 2));
        assertTrue(reasons(both).get(2).startsWith("rows, "), reasons(both).toString());
        assertEquals(List.of("named"), reasons(delete(third.id())).subList(0, 1));
    }

    private List<RemovalPlan.Line> delete(BackupId... ids) throws Exception {
        List<Selector> which = Stream.of(ids)
                .map(id -> (Selector) new Selector.Prefix(id.toString()))
                .toList();
        RemovalResult result =
                new Delete(bench.environment()).run("prod", bench.destinations(), which, false, _ -> false);
        return result.plan().sinks().getFirst().lines();
    }

    private static List<String> reasons(List<RemovalPlan.Line> lines) {
        return lines.stream().map(RemovalPlan.Line::reason).toList();
    }
}
