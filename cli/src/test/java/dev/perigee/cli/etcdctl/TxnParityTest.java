package dev.perigee.cli.etcdctl;

import dev.perigee.test.servers.RealEtcd;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Transactions from standard input, beside the real etcdctl 3.6. */
class TxnParityTest {

    private static RealEtcd etcd;

    @BeforeAll
    static void start() {
        etcd = RealEtcd.start("3.6");
        etcd.etcdctl("put", "/t/a", "1").orFail();
        etcd.etcdctl("put", "/t/b", "x y").orFail();
    }

    @AfterAll
    static void stop() {
        etcd.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mod(\"/t/a\") > \"0\"\n\nget /t/a\n\n\n",
                "mod(\"/t/a\") > \"0\"\n\nget /t/ --prefix --keys-only\nget /t/b --count-only\n\nget /x\n\n",
                "m(\"/t/a\") = \"0\"\n\nget /t/a\n\nget /t/b\n\n",
                "ver(\"/t/a\") != \"7\"\nversion(\"/t/b\") < \"2\"\n\nget /t/a\n\n\n",
                "c(\"/t/a\") > \"1\"\ncreate(\"/none\") = \"0\"\n\nget /t/a\n\n\n",
                "val(\"/t/a\") = \"1\"\nvalue(\"/t/b\") = \"x\\x20y\"\n\nget '/t/b'\nget \"/t/\\141\"\n\n\n",
                "lease(\"/t/a\") = \"0\"\n\nget /t/a\n\n\n",
                "lease(\"/t/a\") > \"ff\"\n\nget /t/a\n\n\n",
                "mod( \"/t/a\")> `0`\n\nget /t/a\n\n\n",
                "\n\n\n",
                "\ndel /none --prev-kv\n\n\n",
                "",
                "mod(\"/t/a\") > \"0\"\n",
                "mod(\"/t/a\") > \"0\"\n\nget /t/a\n",
                "mod(/t/a) > \"0\"\n\n\n\n",
                "mod(\"/t/a\") > 0\n\n\n\n",
                "mod(\"/t/a\") > \"x\"\n\n\n\n",
                "bogus(\"/t/a\") > \"1\"\n\n\n\n",
                "nonsense\n\n\n\n",
                "\nget\n\n\n",
                "\nfrob /t/a\n\n\n",
                "\nget /t/a --bogus\n\n\n",
                "\nput /t/a\n\n\n",
                "\nget /t/a --order BOGUS\n\n\n",
                "\nput /t/c 1\nput /t/c 2\n\n\n",
            })
    void readingsAndRefusals(String input) {
        for (String format : List.of("simple", "json", "fields", "protobuf")) {
            Parity.of(etcd).read(List.of("txn", "-w", format), input);
        }
        Parity.of(etcd).read(List.of("txn", "-i", "--hex"), input);
    }

    @ParameterizedTest
    @ValueSource(strings = {"simple", "json", "fields"})
    void changes(String format) {
        Parity.of(etcd)
                .change(
                        List.of(List.of("del", "/w", "--prefix"), List.of("put", "/w/a", "1")),
                        List.of("txn", "-w", format),
                        "val(\"/w/a\") = \"1\"\n\nput /w/a 2 --prev-kv\nput /w/b '3 4'\ndel /w/c\n\ndel /w/a\n\n");
        Parity.of(etcd)
                .change(
                        List.of(List.of("del", "/w", "--prefix"), List.of("put", "/w/a", "1")),
                        List.of("txn", "-w", format),
                        "val(\"/w/a\") = \"2\"\n\nput /w/a 2\n\ndel /w/ --prefix --prev-kv\nget /w/a\n\n");
    }
}
