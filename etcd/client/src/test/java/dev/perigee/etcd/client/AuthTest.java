package dev.perigee.etcd.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.Secret;
import dev.perigee.etcd.client.EtcdException.Kind;
import dev.perigee.test.servers.RealEtcd;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthTest {

    private static final String PASSWORD = "correct-horse";

    @ParameterizedTest
    @ValueSource(strings = {"3.4", "3.5", "3.6", "3.7"})
    void rootMayTakeASnapshotAndOthersAreToldWhatIsMissing(String version) throws EtcdException {
        try (RealEtcd etcd = withAuth(version)) {
            try (EtcdConnection root = EtcdConnection.open(TestSettings.with("root", PASSWORD), etcd.endpoint())) {
                assertTrue(ReceivedSnapshot.from(root.snapshot()).digestFits());
            }
            assertKind(Kind.DENIED, "need etcd's root role", "guest", "guest-password", etcd);
            assertKind(Kind.AUTH_FAILED, "wrong user or password", "root", "wrong-password", etcd);
            assertKind(Kind.AUTH_FAILED, "wrong user or password", "nobody", PASSWORD, etcd);
            EtcdException anonymous = snapshotFails(EtcdSettings.of(List.of(etcd.endpoint())), etcd);
            assertEquals(Kind.AUTH_FAILED, anonymous.kind(), anonymous.getMessage());
            assertTrue(anonymous.getMessage().contains("no user was given"), anonymous.getMessage());
        }
    }

    @Test
    void credentialsDoNoHarmWhereAuthIsOff() throws EtcdException {
        try (RealEtcd etcd = RealEtcd.start("3.6");
                EtcdConnection connection = EtcdConnection.open(TestSettings.with("root", PASSWORD), etcd.endpoint())) {
            assertTrue(ReceivedSnapshot.from(connection.snapshot()).digestFits());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.5", "3.6", "3.7"})
    void aTokenThatTheMemberForgotIsRenewedForCallsAndSnapshots(String version) throws EtcdException {
        try (RealEtcd etcd = withAuth(version);
                EtcdConnection connection = EtcdConnection.open(TestSettings.with("root", PASSWORD), etcd.endpoint())) {
            connection.members();
            etcd.restart();

            assertTrue(ReceivedSnapshot.from(connection.snapshot()).digestFits());
            etcd.restart();
            assertEquals(1, connection.members().size());
        }
    }

    @Test
    void aPasswordThatWasChangedIsReadAnewAtTheNextLogin() throws Exception {
        AtomicReference<String> kept = new AtomicReference<>(PASSWORD);
        EtcdSettings settings = TestSettings.with("root", () -> Secret.of(kept.get()));
        try (RealEtcd etcd = withAuth("3.6");
                EtcdConnection before = EtcdConnection.open(settings, etcd.endpoint())) {
            before.members();
            etcd.etcdctlWith("rotated\n", "--user", "root:" + PASSWORD, "user", "passwd", "root", "--interactive=false")
                    .orFail();
            kept.set("rotated");

            assertEquals(1, before.members().size());
            try (EtcdConnection after = EtcdConnection.open(settings, etcd.endpoint())) {
                assertEquals(1, after.members().size());
            }
        }
    }

    @Test
    void aPasswordThatCantBeReadIsSaidWithItsReason() {
        try (RealEtcd etcd = withAuth("3.6")) {
            EtcdException failure = snapshotFails(
                    TestSettings.with("root", () -> {
                        throw new IOException("the file is gone");
                    }),
                    etcd);

            assertEquals(Kind.AUTH_FAILED, failure.kind(), failure.getMessage());
            assertTrue(
                    String.valueOf(failure.getMessage())
                            .contains("the password of user 'root' can't be read: the file is gone"),
                    failure.getMessage());
        }
    }

    private static RealEtcd withAuth(String version) {
        RealEtcd etcd = RealEtcd.start(version);
        etcd.etcdctl("user", "add", "root:" + PASSWORD).orFail();
        etcd.etcdctl("user", "grant-role", "root", "root").orFail();
        etcd.etcdctl("user", "add", "guest:guest-password").orFail();
        etcd.etcdctl("auth", "enable").orFail();
        return etcd;
    }

    private static void assertKind(Kind kind, String sentence, String user, String password, RealEtcd etcd) {
        EtcdException failure = snapshotFails(TestSettings.with(user, password), etcd);

        assertEquals(kind, failure.kind(), failure.getMessage());
        assertTrue(failure.getMessage().contains(sentence), failure.getMessage());
        StringWriter whole = new StringWriter();
        failure.printStackTrace(new PrintWriter(whole));
        assertFalse(whole.toString().contains(password), "the password is in the failure");
    }

    private static EtcdException snapshotFails(EtcdSettings settings, RealEtcd etcd) {
        return assertThrows(EtcdException.class, () -> {
            try (EtcdConnection connection = EtcdConnection.open(settings, etcd.endpoint())) {
                ReceivedSnapshot.from(connection.snapshot());
            }
        });
    }
}
