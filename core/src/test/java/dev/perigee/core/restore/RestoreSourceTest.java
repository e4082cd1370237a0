package dev.perigee.core.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Nothing is written when the source is bad. */
class RestoreSourceTest extends RestorePlace {

    @Test
    void aSourceThatIsCutWritesNothing() throws Exception {
        try (FileChannel cut = FileChannel.open(source, StandardOpenOption.WRITE)) {
            cut.truncate(Files.size(source) / 2);
        }

        refused(Outcome.DAMAGED, "is damaged", RestoreRequest.of(source, target));

        assertEquals(List.of(), names(target.getParent()));
    }

    @Test
    void aFlippedBitInAValueIsFoundByTheDigest() throws Exception {
        flipAByteInAValue();

        OperationException refusal =
                refused(Outcome.DAMAGED, "its SHA-256 is wrong", RestoreRequest.of(source, target));

        assertTrue(refusal.hint().orElseThrow().contains("--skip-hash-check"));
        assertEquals(List.of(), names(target.getParent()));
        refused(
                Outcome.DAMAGED,
                "its SHA-256 is wrong",
                with(new RestoreRequest.Data(false, true, Optional.empty(), false, Optional.empty())));
    }

    @Test
    void theDigestCanBeSkippedAndThePlanSaysSo() throws Exception {
        flipAByteInAValue();
        RestoreRequest request = with(new RestoreRequest.Data(true, false, Optional.empty(), false, Optional.empty()));

        RestorePlan plan = restore().plan(request);

        assertTrue(
                plan.warnings().getFirst().contains("SHA-256 was not checked"),
                plan.warnings().toString());
    }

    @Test
    void aCopyOfAMembersFileNeedsTheFlag() throws Exception {
        Path copy = new SyntheticDatabase().rows(2, 5, 5).database(dir.resolve("copy.db"));

        OperationException refusal =
                refused(Outcome.REFUSED, "has no SHA-256 at its end", RestoreRequest.of(copy, target));

        assertTrue(refusal.hint().orElseThrow().contains("member/snap/db"));
    }

    @Test
    void unusableSourcesAreTold() throws Exception {
        refused(Outcome.NOT_FOUND, "no such file", RestoreRequest.of(dir.resolve("absent"), target));
        refused(Outcome.INPUT_OUTPUT, "can't be read", RestoreRequest.of(dir, target));
        Path empty = Files.createFile(dir.resolve("empty"));
        refused(Outcome.DAMAGED, "is damaged", RestoreRequest.of(empty, target));
        Path text = Files.writeString(dir.resolve("text"), "no database".repeat(1000));
        refused(Outcome.DAMAGED, "is damaged", RestoreRequest.of(text, target));
    }

    @Test
    void aSourceThatChangesAfterThePlanStopsTheRestore() throws Exception {
        RestorePlan plan = restore().plan(RestoreRequest.of(source, target));
        Files.write(source, new byte[512], StandardOpenOption.APPEND);

        OperationException refusal =
                assertThrows(OperationException.class, () -> restore().run(plan));

        assertEquals(Outcome.REFUSED, refusal.outcome());
        assertEquals(List.of(), names(target.getParent()));
    }
}
