package dev.perigee.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.Sha256;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.KnownBackups;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.copies.Verify;
import dev.perigee.core.copies.VerifyResult;
import dev.perigee.core.encoding.Tools;
import dev.perigee.core.keys.KeyFilter;
import dev.perigee.core.kubernetes.ObjectFilter;
import dev.perigee.core.look.KeySelection;
import dev.perigee.core.outcome.Approval;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.Result;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.progress.ProgressListener;
import dev.perigee.core.restore.RestorePlan;
import dev.perigee.core.restore.RestoreRequest.Cluster;
import dev.perigee.core.restore.RestoreRequest.Data;
import dev.perigee.core.restore.RestoreRequest.Target;
import dev.perigee.core.time.Timing;
import dev.perigee.etcd.format.snapshot.Checks;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A copy isn't what etcd sent, and its manifest was made to fit: whoever reads it says so, or takes the next copy. */
class LyingCopyTest {

    private static final String ID = "20261129T113619Z-9-db7df259";
    private static final Selector BACKUP = new Selector.Prefix(ID);
    private static final Source STORED = new Source.Stored(BACKUP);
    private static final State STATE = new State(Optional.of(STORED), OptionalLong.empty());
    private static final KeySelection ALL = new KeySelection(KeyFilter.ALL, ObjectFilter.ALL);
    private static final int PAGE = 4096;
    private static final int DIGEST = 32;

    @TempDir
    Path folder;

    /** All that reads what is stored. */
    enum Reader {
        RESTORE(folder -> restore(STORED, folder, Approval.granted())),
        DRY_RESTORE(folder -> restore(STORED, folder, Approval.withheld())),
        RESTORE_OF_A_REVISION(folder -> restore(new Source.Revision(9), folder, Approval.granted())),
        RESTORE_WITH_HISTORY(folder -> restore(new Source.Revision(24), folder, Approval.granted())),
        STATUS(_ -> new ProofRequest(STORED, Scope.ALL, Checks.STATUS)),
        HASHKV(_ -> new HashKvRequest(STORED, Scope.ALL, 0)),
        HASHKV_OF_ITS_REVISION(_ -> new HashKvRequest(STORED, Scope.ALL, 9)),
        HASHKV_OF_A_REVISION(_ -> new HashKvRequest(STORED, Scope.ALL, 5)),
        EXPORT(_ -> new ExportRequest(
                STATE,
                Scope.ALL,
                KeyFilter.ALL,
                false,
                Optional.empty(),
                new ExportRequest.Form.JsonLines(),
                ExportRequest.Packing.NONE,
                new ExportRequest.Target.Into(OutputStream.nullOutputStream()))),
        LOOK(_ -> new LookRequest(STATE, Scope.ALL, new LookRequest.What.Selected(ALL), false, _ -> {})),
        DIFF(_ -> new DiffRequest(STATE, STATE, Scope.ALL, ALL, _ -> {})),
        PUT_BACK(folder -> new PutbackRequest(
                STATE, Scope.ALL, ALL, false, false, folder.resolve("undo"), Approval.withheld(), _ -> {})),
        FETCH(folder -> new FetchRequest(BACKUP, Scope.ALL, folder.resolve("fetched.db"), false)),
        DRILL(_ -> new DrillRequest(BACKUP, Scope.ALL, List.of(), false, false)),
        DRILL_OF_ALL_MEMBERS(_ -> new DrillRequest(BACKUP, Scope.ALL, List.of(), true, false));

        private final Function<Path, Request<? extends Result>> request;

        Reader(Function<Path, Request<? extends Result>> request) {
            this.request = request;
        }

        private static RestoreFrom restore(Source source, Path folder, Approval<RestorePlan> approval) {
            return new RestoreFrom(
                    source,
                    Scope.ALL,
                    Cluster.DEFAULT,
                    Target.of(folder.resolve("data")),
                    Data.AS_IT_IS,
                    Optional.empty(),
                    approval);
        }
    }

    @BeforeEach
    void copyTheGoldenHistory() throws Exception {
        LocalPlugin.install(folder.resolve("plugins"));
        GoldenEngine.copy(folder.resolve("first"));
    }

    @ParameterizedTest
    @EnumSource
    void theEndThatEtcdSentOtherwiseIsDamageToWhoeverReadsIt(Reader reader) throws Exception {
        store("first", withOtherEnd(genuine()));

        OperationException refused = assertThrows(OperationException.class, () -> read(reader, "first"));

        isDamaged(refused);
        assertTrue(
                refused.getMessage()
                        .contains("sink 'first': the copy is damaged: prod/snapshots/" + ID
                                + ".db ends with a SHA-256 that is MISMATCH"),
                refused.getMessage());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PUT_BACK")
    void theNextCopyIsTakenInItsPlace(Reader reader) throws Exception {
        GoldenEngine.copy(folder.resolve("second"));
        store("first", withOtherEnd(genuine()));
        store("second", genuine());
        believe("first", "second");

        assertEquals(Outcome.OK, read(reader, "first", "second").outcome());
    }

    /**
     * Whoever can write there can make the digest at its end fit, too. A fetch looks at no page, and a history only at rows, which it holds
     * against what a member said.
     */
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"FETCH", "RESTORE_WITH_HISTORY"})
    void pagesThatAreNoneAreDamageToWhoeverReadsThem(Reader reader) throws Exception {
        store("first", withoutLeaves(genuine()));

        isDamaged(assertThrows(OperationException.class, () -> read(reader, "first")));
    }

    /** What of it isn't compared: a fetch looks at no row, older revisions have no hash, a history is held against another one. */
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"FETCH", "HASHKV_OF_A_REVISION", "RESTORE_WITH_HISTORY"})
    void anotherStoreThanTheManifestTellsOfIsDamageToWhoeverReadsIt(Reader reader) throws Exception {
        Path manifest = folder.resolve("first/prod/manifests/" + ID + ".json");
        Files.writeString(manifest, Files.readString(manifest).replaceAll("(\"(statusHash|hashKv)\":)\\d+", "$17"));

        isDamaged(assertThrows(OperationException.class, () -> read(reader, "first")));
    }

    @ParameterizedTest
    @EnumSource(names = {"FULL", "DEEP"})
    void aVerificationFindsBoth(Verify.Depth depth) throws Exception {
        store("first", withOtherEnd(genuine()));
        assertTrue(verified(depth).endsWith("ends with a SHA-256 that is MISMATCH"), verified(depth));

        store("first", withoutLeaves(genuine()));
        assertTrue(verified(depth).contains("prod/snapshots/" + ID + ".db is damaged:"), verified(depth));
    }

    private String verified(Verify.Depth depth) throws Exception {
        try (Engine engine = GoldenEngine.of(folder, "first")) {
            VerifyResult found = engine.run(new VerifyRequest(BACKUP, Scope.ALL, depth, false), ProgressListener.NONE);
            assertEquals(Outcome.DAMAGED, found.outcome());
            String finding = found.copies().getFirst().finding();
            assertFalse(finding.contains(folder.toString()), finding);
            return finding;
        }
    }

    @Test
    void theSameIsSoOfWhatIsEncoded() throws Exception {
        byte[] lying = withOtherEnd(genuine());
        Path plain = Files.write(folder.resolve("plain"), lying);
        Tools.run("zstd", "zstd", "-q", plain.toString(), "-o", plain + ".zst");
        store("first", Files.readAllBytes(folder.resolve("plain.zst")), lying);

        OperationException refused = assertThrows(OperationException.class, () -> read(Reader.FETCH, "first"));

        isDamaged(refused);
    }

    /** Nobody can tell whether it is what etcd sent; that is for a restore to say, which can be told to go on. */
    @Test
    void aDatabaseWithoutAnyDigestIsStillGivenOut() throws Exception {
        byte[] genuine = genuine();
        byte[] bare = Arrays.copyOf(genuine, genuine.length - DIGEST);
        store("first", bare);

        read(Reader.FETCH, "first");

        assertEquals(-1, Files.mismatch(folder.resolve("fetched.db"), Files.write(folder.resolve("bare"), bare)));
        OperationException refused = assertThrows(OperationException.class, () -> read(Reader.RESTORE, "first"));
        assertEquals(Outcome.REFUSED, refused.outcome());
    }

    @Test
    void aFileOfTheUsersIsDamagedByTheSameCode() throws Exception {
        Path file = Files.write(folder.resolve("mine.db"), withOtherEnd(genuine()));
        State mine = new State(Optional.of(new Source.File(file, "mine.db")), OptionalLong.empty());
        LookRequest look = new LookRequest(mine, Scope.ALL, new LookRequest.What.Selected(ALL), false, _ -> {});

        try (Engine engine = GoldenEngine.of(folder, "first")) {
            OperationException refused =
                    assertThrows(OperationException.class, () -> engine.run(look, ProgressListener.NONE));

            assertEquals(Outcome.DAMAGED, refused.outcome());
        }
    }

    @ParameterizedTest
    @CsvSource({"0, ''", "9, ''", "5, its manifest tells HashKV of revision 9 alone: that of revision 5 wasn't compared"
    })
    void whoAsksForAHashHearsWhetherItWasCompared(long revision, String note) throws Exception {
        List<String> notes = new ArrayList<>();
        try (Engine engine = GoldenEngine.of(folder, "first")) {
            engine.run(new HashKvRequest(STORED, Scope.ALL, revision), event -> {
                if (event instanceof ProgressEvent.Note(String text)) {
                    notes.add(text);
                }
            });
        }

        assertEquals(note, String.join("; ", notes).replace(ID + ": ", ""));
    }

    private void isDamaged(OperationException refused) {
        assertEquals(Outcome.DAMAGED, refused.outcome(), refused::toString);
        assertTrue(refused.getMessage().contains(ID), refused.getMessage());
        assertFalse(refused.getMessage().contains(folder.resolve("state").toString()), refused.getMessage());
    }

    private Result read(Reader reader, String... sinks) throws Exception {
        try (Engine engine = GoldenEngine.of(folder, sinks)) {
            return engine.run(reader.request.apply(folder), ProgressListener.NONE);
        }
    }

    /** The golden backup, as etcd sent it. */
    private byte[] genuine() throws Exception {
        Path stored = folder.resolve("first/prod/snapshots/" + ID + ".db");
        Path whole = folder.resolve("genuine.db");
        if (!Files.exists(whole)) {
            Tools.run("zstd", "zstd", "-q", "-d", stored.toString(), "-o", whole.toString());
        }
        return Files.readAllBytes(whole);
    }

    private static byte[] withOtherEnd(byte[] snapshot) {
        byte[] other = snapshot.clone();
        other[other.length - 1] ^= 1;
        return other;
    }

    private static byte[] withoutLeaves(byte[] snapshot) throws Exception {
        byte[] other = snapshot.clone();
        ByteBuffer pages = ByteBuffer.wrap(other).order(ByteOrder.LITTLE_ENDIAN);
        for (int page = 0; page + PAGE <= other.length; page += PAGE) {
            if (pages.getShort(page + 8) == 2) {
                pages.putShort(page + 8, (short) 64);
            }
        }
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(other, 0, other.length - DIGEST);
        digest.digest(other, other.length - DIGEST, DIGEST);
        return other;
    }

    private void store(String sink, byte[] body) throws Exception {
        store(sink, body, "\"encoding\":[]}]}");
    }

    private void store(String sink, byte[] body, byte[] plain) throws Exception {
        store(
                sink,
                body,
                "\"encoding\":[\"zstd\"],\"plain\":{\"length\":" + plain.length + ",\"sha256\":\""
                        + Sha256.digest(plain) + "\"}}]}");
    }

    /** And a manifest that fits. */
    private void store(String sink, byte[] body, String end) throws Exception {
        Path prod = folder.resolve(sink).resolve("prod");
        Files.write(prod.resolve("snapshots/" + ID + ".db"), body);
        Path manifest = prod.resolve("manifests/" + ID + ".json");
        String told = Files.readString(manifest)
                .replaceFirst(
                        "\"length\":\\d+,\"sha256\":\"[^\"]*\",\"encoding\":.*",
                        "\"length\":" + body.length + ",\"sha256\":\"" + Sha256.digest(body) + "\"," + end);
        Files.writeString(
                manifest,
                end.contains("plain")
                        ? told
                        : told.replaceFirst("(databaseBytes\":)\\d+", "$1" + (body.length - DIGEST)));
    }

    /** Else manifests that differ are damage by themselves. */
    private void believe(String... sinks) throws Exception {
        KnownBackups known = new KnownBackups(folder.resolve("state/known"), Timing.system());
        for (String sink : sinks) {
            byte[] manifest = Files.readAllBytes(folder.resolve(sink).resolve("prod/manifests/" + ID + ".json"));
            known.proven("prod", BackupId.parse(ID).orElseThrow(), Sha256.digest(manifest));
        }
    }
}
