package dev.perigee.etcd.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.etcd.client.EtcdException.Kind;
import dev.perigee.test.servers.RealEtcd;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KeysTest {

    private static RealEtcd etcd;
    private static EtcdConnection connection;
    private static EtcdKeys keys;

    @BeforeAll
    static void start() throws EtcdException {
        etcd = RealEtcd.start("3.6");
        connection = EtcdConnection.open(EtcdSettings.of(List.of(etcd.endpoint())), etcd.endpoint());
        keys = connection.keys();
    }

    @AfterAll
    static void stop() {
        connection.close();
        etcd.close();
    }

    @Test
    void whatWasPutIsThereUntilItIsDeleted() throws EtcdException {
        Bytes key = Bytes.of(new byte[] {0, (byte) 0xff, 'k'});
        long revision = keys.put(key, Bytes.EMPTY, 0);

        KeyValue found = keys.get(key).orElseThrow();
        assertEquals(new KeyValue(key, Bytes.EMPTY, revision, revision, 1, 0), found);

        keys.transaction(List.of(), List.of(new KeyOperation.Delete(KeyRange.of(key))), List.of());
        assertEquals(Optional.empty(), keys.get(key));
    }

    @Test
    void aPrefixOfHighBytesEndsWhereItShould() throws EtcdException {
        keys.put(Bytes.of(new byte[] {'p', (byte) 0xff}), Bytes.EMPTY, 0);
        keys.put(Bytes.of(new byte[] {'p', (byte) 0xff, 1}), Bytes.EMPTY, 0);
        keys.put(Bytes.of("q"), Bytes.EMPTY, 0);

        assertEquals(2, keys.count(KeyRange.prefix(Bytes.of(new byte[] {'p', (byte) 0xff}))));
        assertEquals(
                new KeyRange(Bytes.of(new byte[] {(byte) 0xff}), Bytes.of(new byte[1])),
                KeyRange.prefix(Bytes.of(new byte[] {(byte) 0xff})));
        assertEquals(KeyRange.all(), KeyRange.prefix(Bytes.EMPTY));
    }

    @Test
    void aTransactionPutsOnlyWhatIsAbsent() throws EtcdException {
        Bytes key = Bytes.of("txn/a");
        List<KeyOperation> put = List.of(new KeyOperation.Put(key, Bytes.of("1"), 0));
        List<KeyOperation> get = List.of(new KeyOperation.Get(KeyRange.of(key), 0));

        TxnResult first = keys.transaction(List.of(KeyCondition.absent(key)), put, get);
        TxnResult second = keys.transaction(List.of(KeyCondition.absent(key)), put, get);
        TxnResult third = keys.transaction(
                List.of(KeyCondition.unchanged(key, first.revision())),
                List.of(new KeyOperation.Delete(KeyRange.of(key))),
                List.of());

        assertTrue(first.succeeded());
        assertEquals(List.of(new TxnResult.Result.Put()), first.results());
        assertFalse(second.succeeded());
        KeyPage found = ((TxnResult.Result.Got) second.results().getFirst()).page();
        assertEquals(Bytes.of("1"), found.keyValues().getFirst().value());
        assertEquals(List.of(new TxnResult.Result.Deleted(1)), third.results());
    }

    @Test
    void aRevisionThatWasCompactedOrIsToComeIsAnErrorOfItsOwn() throws EtcdException {
        long revision = keys.put(Bytes.of("compact"), Bytes.EMPTY, 0);
        keys.put(Bytes.of("compact"), Bytes.EMPTY, 0);
        keys.compact(revision);

        EtcdException gone = assertThrows(EtcdException.class, () -> keys.range(KeyRange.all(), revision - 1, 1));
        EtcdException future = assertThrows(EtcdException.class, () -> connection.hashKv(revision + 1_000_000));

        assertEquals(Kind.COMPACTED, gone.kind(), gone.getMessage());
        assertEquals(Kind.COMPACTED, future.kind(), future.getMessage());
    }

    @Test
    void aLeaseHasItsKeysAndTakesThemWithIt() throws EtcdException {
        EtcdLeases leases = connection.leases();
        Lease lease = leases.grant(0, 600);
        keys.put(Bytes.of("leased"), Bytes.EMPTY, lease.id());

        assertEquals(List.of(Bytes.of("leased")), leases.look(lease.id(), true).keys());
        etcd.etcdctl("lease", "revoke", Long.toHexString(lease.id()));

        assertFalse(leases.look(lease.id(), true).alive());
        assertEquals(Optional.empty(), keys.get(Bytes.of("leased")));
    }
}
