package dev.perigee.core.backup;

import static dev.perigee.test.servers.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.perigee.core.catalog.ManifestJson;
import dev.perigee.core.copies.Verify;
import dev.perigee.core.keys.EtcdKeyStore;
import dev.perigee.core.keys.Export;
import dev.perigee.core.keys.ExportRules;
import dev.perigee.core.keys.JsonLinesWriter;
import dev.perigee.core.keys.KeyFilter;
import dev.perigee.core.keys.LiveKeySource;
import dev.perigee.core.keys.Redaction;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.source.ClusterSettings;
import dev.perigee.core.source.SnapshotRejected;
import dev.perigee.core.source.SnapshotRejected.Check;
import dev.perigee.etcd.client.EtcdSettings;
import dev.perigee.test.relay.SnapshotRelay;
import dev.perigee.test.relay.StreamFault;
import dev.perigee.test.servers.RealEtcd;
import io.etcd.jetcd.api.MemberListResponse;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.StatusResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An etcd that wants to do harm, or something between that does: it costs its own backup, and nothing lies about. */
class HostileEtcdTest {

    private static final String STATUS = "etcdserverpb.Maintenance/Status";
    private static final String MEMBERS = "etcdserverpb.Cluster/MemberList";
    private static final String RANGE = "etcdserverpb.KV/Range";
    private static final int LONG = 2 << 20;

    private static RealEtcd etcd;
    private static SnapshotRelay relay;

    @TempDir
    Path folder;

    private Bench bench;

    @BeforeAll
    static void start() {
        etcd = RealEtcd.start("3.6");
        etcd.load(1_000, 500);
        relay = SnapshotRelay.before(etcd.endpoint());
    }

    @AfterAll
    static void stop() {
        relay.close();
        etcd.close();
    }

    @BeforeEach
    void begin() {
        relay.inject(new StreamFault.None());
        relay.changeNothing();
        bench = new Bench(folder.resolve("state")).withLocal(RetentionRules.keepLast(1));
    }

    @AfterEach
    void nothingLiesAbout() throws IOException {
        if (Files.exists(folder.resolve("state/spool"))) {
            assertEquals(List.of(), bench.spooled());
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(
                    List.of(),
                    files.map(Path::getFileName)
                            .map(Path::toString)
                            .filter(name -> !name.equals("state"))
                            .toList());
        }
    }

    @Test
    void whatAKilledRunHasLeftIsGoneAlsoWhereTheNextOneFails() throws Exception {
        Path left = Files.createDirectories(folder.resolve("state/spool/00112233445566aa"));
        Files.writeString(left.resolve("snapshot.db.7.part"), "begun");
        relay.inject(new StreamFault.Endless(100_000));

        rejected();

        assertEquals(List.of(), bench.spooled());
    }

    @Test
    void aStreamBeyondItsAnnouncedLengthIsCutThereAndNotAskedForAgain() {
        relay.inject(new StreamFault.Endless(100_000));
        int before = relay.snapshots();
        int cancelled = relay.cancelled();

        SnapshotRejected rejected = rejected();

        assertEquals(Check.TOO_LONG, rejected.check(), rejected::getMessage);
        assertTrue(rejected.getMessage().contains("doesn't end: more came than the"), rejected::getMessage);
        assertEquals(1, relay.snapshots() - before);
        eventually(Duration.ofSeconds(60), "the member is told to stop", () -> relay.cancelled() > cancelled);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE - 40, 1L << 50})
    void anAnnouncedLengthThatNoDatabaseHasIsRefusedBeforeAByteIsWritten(long remaining) {
        relay.inject(new StreamFault.Announcing(remaining));

        assertEquals(Check.TOO_LONG, rejected().check());
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE - 1_000, 1L << 50})
    void aStatusWithASizeThatNoDatabaseHasIsRefused(long size) {
        relay.change(STATUS, status(answer -> answer.setDbSize(size)));
        int before = relay.snapshots();

        assertEquals(Check.TOO_LONG, rejected().check());
        assertEquals(before, relay.snapshots(), "no stream was opened");
    }

    @Test
    void lengthsThatTheDiskCannotHoldAreNoSpaceBeforeAByteIsWritten() {
        relay.inject(new StreamFault.Announcing((1L << 40) - 4_096));

        OperationException refused = assertThrows(OperationException.class, () -> bench.backup(relay.endpoint()));

        assertEquals(Outcome.NO_SPACE, refused.outcome(), refused::getMessage);
    }

    @Test
    void aStreamThatOnlyDripsIsGivenUp() {
        relay.inject(new StreamFault.Drip(100_000, 20));
        EtcdSettings plain = EtcdSettings.of(List.of(relay.endpoint()));
        EtcdSettings impatient = new EtcdSettings(
                plain.endpoints(),
                plain.tls(),
                plain.credentials(),
                plain.dialTimeout(),
                plain.commandTimeout(),
                Duration.ofMillis(400));

        OperationException failure = assertThrows(
                OperationException.class,
                () -> new SaveFile(bench.environment())
                        .run(new ClusterSettings("prod", true, impatient), folder.resolve("saved.db")));

        assertEquals(Outcome.CONNECTION, failure.outcome());
        assertTrue(failure.getMessage().contains("the snapshot only drips"), failure::getMessage);
    }

    @Test
    void whatAMemberCallsItselfIsCutAndMadeVisibleBeforeItIsKept() throws Exception {
        relay.change(MEMBERS, members("\u001b[31mred\r\n\u202e" + "n".repeat(LONG)));
        relay.change(
                STATUS,
                status(answer -> answer.setVersion("3.6.0\u0007" + "v".repeat(LONG))
                        .addErrors("\u001b]0;title" + "e".repeat(1_000))));

        BackupResult result = bench.backup(relay.endpoint());

        assertEquals(Outcome.OK, result.outcome());
        String name = result.manifest().member().name();
        assertTrue(name.startsWith("\\u001b[31mred\\u000d\\u000a\\u202ennn"), name);
        assertEquals(257, name.length());
        assertTrue(result.manifest().member().version().startsWith("3.6.0\\u0007vvv"));
        assertTrue(ManifestJson.write(result.manifest()).length < 10_000);
        assertTrue(bench.events.stream().noneMatch(event -> event.toString().contains("\u001b")));
        assertEquals(Outcome.OK, bench.verify(Verify.Depth.DEEP).outcome());
    }

    @Test
    void theOnlyMemberThatAnAlarmCallsCorruptIsKeptBesideTheGoodOnesAndIsNotOk() throws Exception {
        BackupResult good = bench.backup(relay.endpoint());
        relay.change(
                STATUS,
                status(answer -> answer.addErrors(
                        "memberID:" + Long.toUnsignedString(answer.getHeader().getMemberId()) + " alarm:CORRUPT ")));

        BackupResult doubtful = bench.backup(relay.endpoint());
        SavedFile saved = new SaveFile(bench.environment())
                .run(Bench.cluster(relay.endpoint()), folder.resolve("state/saved.db"));

        assertEquals(Outcome.PARTIAL, doubtful.outcome());
        assertTrue(doubtful.doubt().orElseThrow().contains("its data may be wrong"));
        assertEquals(
                java.util.Set.of(good.manifest().id(), doubtful.manifest().id()),
                java.util.Set.copyOf(bench.listed()),
                "keep-last = 1, but what may be wrong pushes nobody out");
        assertEquals(Outcome.PARTIAL, saved.outcome());
    }

    @ParameterizedTest
    @ValueSource(strings = {STATUS, MEMBERS})
    void anAnswerThatIsNoMessageIsAnErrorAndNoInterruption(String method) {
        relay.change(method, bytes -> new byte[] {(byte) 0xff, 1, 2, 3});

        OperationException failure = assertThrows(OperationException.class, () -> bench.backup(relay.endpoint()));

        assertEquals(Outcome.FAILED, failure.outcome(), failure::getMessage);
        assertTrue(failure.getMessage().contains("the answer can't be read"), failure::getMessage);
    }

    @Test
    void anAnswerThatIsTooLongIsRefusedBeforeItIsTakenIn() {
        relay.change(STATUS, status(answer -> answer.setVersion("v".repeat(5 << 20))));

        OperationException failure = assertThrows(OperationException.class, () -> bench.backup(relay.endpoint()));

        assertEquals(Outcome.BAD_INPUT, failure.outcome(), failure::getMessage);
        assertTrue(failure.getMessage().contains("the answer is too long"), failure::getMessage);
    }

    @Test
    void pagesThatSayMoreAndHoldNoKeyAreAnError() {
        assertNoExport(answer -> answer.clearKvs().setMore(true), "there are more keys, but it holds none");
    }

    @Test
    void pagesThatAreNotInOrderAreAnError() {
        assertNoExport(
                answer -> {
                    var first = answer.getKvs(0);
                    var second = answer.getKvs(1);
                    return answer.setKvs(0, second).setKvs(1, first);
                },
                "its keys don't ascend, or one comes twice");
    }

    @Test
    void theSamePageAgainIsAnError() {
        AtomicReference<byte[]> first = new AtomicReference<>();
        assertNoExportOf(
                bytes -> {
                    if (pageOf(bytes).getKvsCount() > 0) {
                        first.compareAndSet(null, bytes);
                    }
                    return first.get() == null ? bytes : first.get();
                },
                "or one that had come before");
    }

    @Test
    void moreKeysThanWereAskedForAreAnError() {
        assertNoExport(
                answer -> answer.addKvs(
                        answer.getKvs(answer.getKvsCount() - 1).toBuilder().setKey(ByteString.copyFromUtf8("~~~~"))),
                "keys where 100 were asked for");
    }

    @Test
    void pagesWithoutEndThatAscendAreAnErrorOnceThereAreMoreThanWereCounted() {
        assertNoExport(answer -> answer.setCount(150).setMore(true), "more keys than the");
    }

    private void assertNoExport(UnaryOperator<RangeResponse.Builder> change, String sentence) {
        assertNoExportOf(
                bytes -> {
                    RangeResponse page = pageOf(bytes);
                    return page.getKvsCount() < 2
                            ? bytes
                            : change.apply(page.toBuilder()).build().toByteArray();
                },
                sentence);
    }

    private void assertNoExportOf(UnaryOperator<byte[]> change, String sentence) {
        relay.change(RANGE, change);
        IOException failure = assertThrows(IOException.class, () -> {
            try (EtcdKeyStore store = EtcdKeyStore.open(EtcdSettings.of(List.of(relay.endpoint())))) {
                KeyFilter all = KeyFilter.ALL;
                new Export(new ExportRules(all, false, Redaction.NONE))
                        .toFile(
                                LiveKeySource.at(store, all, OptionalLong.empty(), false, Instant.EPOCH),
                                folder.resolve("keys.jsonl"),
                                JsonLinesWriter::new);
            }
        });
        assertTrue(String.valueOf(failure.getMessage()).contains(sentence), failure.toString());
    }

    private SnapshotRejected rejected() {
        return assertThrows(SnapshotRejected.class, () -> bench.backup(relay.endpoint()));
    }

    private static UnaryOperator<byte[]> status(UnaryOperator<StatusResponse.Builder> change) {
        return bytes -> {
            try {
                return change.apply(StatusResponse.parseFrom(bytes).toBuilder())
                        .build()
                        .toByteArray();
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalStateException(e);
            }
        };
    }

    private static UnaryOperator<byte[]> members(String name) {
        return bytes -> {
            try {
                MemberListResponse.Builder answer = MemberListResponse.parseFrom(bytes).toBuilder();
                answer.getMembersBuilder(0).setName(name);
                return answer.build().toByteArray();
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalStateException(e);
            }
        };
    }

    private static RangeResponse pageOf(byte[] bytes) {
        try {
            return RangeResponse.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }
}
