package dev.perigee.cli.etcdctl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.cli.CliRun;
import dev.perigee.test.servers.CommandResult;
import dev.perigee.test.servers.RealEtcd;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Users, roles and logging in, beside the real etcdctl 3.6. */
class AuthParityTest {

    private static RealEtcd etcd;

    @BeforeAll
    static void start() {
        etcd = RealEtcd.start("3.6");
        etcd.etcdctl("user", "add", "ann:secret").orFail();
        etcd.etcdctl("role", "add", "reader").orFail();
        etcd.etcdctl("role", "add", "empty").orFail();
        etcd.etcdctl("role", "grant-permission", "reader", "read", "/a").orFail();
        etcd.etcdctl("role", "grant-permission", "reader", "write", "/b", "/c").orFail();
        etcd.etcdctl("role", "grant-permission", "reader", "readwrite", "/d", "--prefix")
                .orFail();
        etcd.etcdctl("role", "grant-permission", "reader", "read", "/e", "--from-key")
                .orFail();
        etcd.etcdctl("user", "grant-role", "ann", "reader").orFail();
        etcd.etcdctl("user", "grant-role", "ann", "empty").orFail();
    }

    @AfterAll
    static void stop() {
        etcd.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "auth status",
                "auth status x",
                "auth enable x",
                "auth disable x",
                "user list",
                "user list x",
                "user get ann",
                "user get",
                "user delete",
                "user add",
                "user add :p",
                "user grant-role ann",
                "user revoke-role ann",
                "user passwd",
                "role list",
                "role list x",
                "role get reader",
                "role get empty",
                "role get",
                "role add",
                "role delete",
                "role grant-permission reader read",
                "role grant-permission reader bogus /a",
                "role grant-permission reader read /a /b --prefix",
                "role grant-permission reader read /a --prefix --from-key",
                "role revoke-permission reader",
            })
    void looksAndWhatMakesNoSense(String line) {
        for (String format : List.of("simple", "json", "fields", "table", "protobuf")) {
            Parity.of(etcd).read(words(line + " -w " + format));
        }
    }

    /** In a form that a command lacks the server isn't asked here. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "auth enable",
                "user get nobody",
                "user get nobody --detail",
                "user get ann --detail",
                "user delete nobody",
                "user add ann:again",
                "user grant-role nobody reader",
                "user grant-role ann nothing",
                "user revoke-role ann nothing",
                "role get nothing",
                "role add reader",
                "role delete nothing",
                "role grant-permission nothing read /a",
                "role revoke-permission reader /nothing",
            })
    void whatTheServerRefuses(String line) {
        for (String format : List.of("simple", "json", "protobuf")) {
            Parity.of(etcd).read(words(line + " -w " + format));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"simple", "json", "fields", "protobuf"})
    void changes(String format) {
        String form = " -w " + format;
        both("user add bob:secret" + form, "user delete bob");
        both("user add bob --no-password" + form, "user delete bob");
        both("user add bob --new-user-password x" + form, "user delete bob" + form);
        both("role add writer" + form, "role delete writer" + form);
        both("user revoke-role ann empty" + form, "user grant-role ann empty" + form);
        both("role grant-permission empty read /x" + form, "role revoke-permission empty /x" + form);
        both("role grant-permission empty write /x /y" + form, "role revoke-permission empty /x /y" + form);
        both("role grant-permission empty READ /x --prefix" + form, "role revoke-permission empty /x --prefix" + form);
        both("role grant-permission empty read /x --from-key", "role revoke-permission empty /x --from-key" + form);
        both(
                List.of("role", "grant-permission", "empty", "read", "", "--prefix"),
                List.of("role", "revoke-permission", "empty", "", "--from-key"));
    }

    @Test
    void aNewPasswordIsReadFromStandardInputAndCounts() {
        Parity parity = Parity.of(etcd);
        CommandResult theirs = parity.theirs(words("user passwd ann --interactive=false"), "first\n");
        CliRun ours = new CliRun.Setting()
                .input("second\nmore\n")
                .run(parity.line(words("user passwd ann --interactive=false")));

        Parity.compare(words("user passwd"), theirs, ours);
    }

    @Test
    void usersHaveToLogInFromTheTimeOnThatTheyHaveTo() {
        try (RealEtcd other = RealEtcd.start("3.6")) {
            other.etcdctl("user", "add", "root:secret").orFail();
            Parity parity = Parity.of(other);
            CliRun enabled = parity.ours(words("auth enable"));
            CliRun anonymous = parity.ours(words("get /a"));
            parity.read(words("get /a --user root:secret"));
            parity.read(words("auth status -w json --user root:secret"));
            parity.read(words("role get root --user root:secret"));
            parity.read(words("user get root --user root:secret"));
            CliRun disabled = parity.ours(words("auth disable --user root:secret"));

            assertEquals("Authentication Enabled\n", enabled.out(), enabled.err());
            assertEquals(1, anonymous.code().number(), anonymous.err());
            assertEquals("Authentication Disabled\n", disabled.out(), disabled.err());
        }
    }

    /** Theirs, undone by theirs; then ours, undone by ours. */
    private static void both(String line, String back) {
        both(words(line), words(back));
    }

    private static void both(List<String> line, List<String> back) {
        Parity parity = Parity.of(etcd);
        CommandResult theirs = parity.theirs(line);
        CommandResult theirsBack = parity.theirs(back);
        Parity.compare(line, theirs, parity.ours(line));
        Parity.compare(back, theirsBack, parity.ours(back));
    }

    private static List<String> words(String line) {
        return List.of(line.split(" "));
    }
}
