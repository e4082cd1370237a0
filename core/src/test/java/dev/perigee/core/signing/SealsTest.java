package dev.perigee.core.signing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.test.servers.Command;
import dev.perigee.test.servers.Eventually;
import dev.perigee.test.servers.InstalledServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the real ssh-keygen. */
class SealsTest {

    private static final byte[] MESSAGE = "{\"format\":1}\n".getBytes(StandardCharsets.UTF_8);
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @TempDir
    Path folder;

    private Path key;
    private Path signers;
    private SshKey open;

    @BeforeEach
    void prepare() throws Exception {
        key = folder.resolve("key");
        open = NewKey.write(key, "host-7", new SecureRandom());
        signers = Files.writeString(folder.resolve("signers"), "host-7 " + open.text() + " a comment\n");
    }

    private Seals seals() {
        return new Seals(Optional.of(key), Optional.of(signers));
    }

    private static int ssh(String input, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "sh",
                "-c",
                "exec \"$0\" \"$@\" <" + (input.isEmpty() ? "/dev/null" : input),
                InstalledServer.binary("openssh", "ssh-keygen").toString()));
        command.addAll(List.of(arguments));
        return Command.run(Map.of(), command).exitCode();
    }

    private int verifiedBySsh(Path message, Path signature, String namespace) {
        return ssh(
                message.toString(),
                "-Y",
                "verify",
                "-f",
                signers.toString(),
                "-I",
                "host-7",
                "-n",
                namespace,
                "-s",
                signature.toString());
    }

    private Optional<String> finding(byte[] message, byte[] signature) throws Exception {
        return seals().finding(Seals.Purpose.MANIFEST, message, signature, () -> NOON);
    }

    private byte[] signed() throws Exception {
        return seals().sign(Seals.Purpose.MANIFEST, MESSAGE).orElseThrow();
    }

    @Test
    void sshKeygenVerifiesWhatWeSign() throws Exception {
        Path message = Files.write(folder.resolve("manifest"), MESSAGE);
        Path signature = Files.write(folder.resolve("manifest.sig"), signed());

        assertEquals(0, verifiedBySsh(message, signature, "perigee-manifest"));
        assertTrue(verifiedBySsh(message, signature, "file") != 0);
        assertTrue(verifiedBySsh(Files.writeString(folder.resolve("other"), "x"), signature, "perigee-manifest") != 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha512", "sha256"})
    void weBelieveWhatSshKeygenSigns(String hash) throws Exception {
        Path theirs = folder.resolve("theirs");
        assertEquals(0, ssh("", "-q", "-t", "ed25519", "-N", "", "-C", "ops", "-f", theirs.toString()));
        Files.writeString(signers, "ops " + Files.readString(Path.of(theirs + ".pub")));
        Path message = Files.write(folder.resolve("manifest"), MESSAGE);
        assertEquals(
                0,
                ssh(
                        "",
                        "-Y",
                        "sign",
                        "-O",
                        "hashalg=" + hash,
                        "-f",
                        theirs.toString(),
                        "-n",
                        "perigee-manifest",
                        message.toString()));

        assertEquals(Optional.empty(), finding(MESSAGE, Files.readAllBytes(Path.of(message + ".sig"))));
        key = theirs;
        assertEquals(Optional.empty(), finding(MESSAGE, signed()));
    }

    @Test
    void sshKeygenReadsTheKeyThatWeMake() throws Exception {
        Path message = Files.write(folder.resolve("manifest"), MESSAGE);

        assertEquals(0, ssh("", "-Y", "sign", "-f", key.toString(), "-n", "perigee-manifest", message.toString()));

        assertEquals(Optional.empty(), finding(MESSAGE, Files.readAllBytes(Path.of(message + ".sig"))));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
        assertEquals(open.text() + " host-7\n", Files.readString(Path.of(key + ".pub")));
        assertThrows(FileAlreadyExistsException.class, () -> NewKey.write(key, "again", new SecureRandom()));
    }

    @Test
    void aSignatureForAnotherPurposeOrOfOtherBytesIsntBelieved() throws Exception {
        Path message = Files.write(folder.resolve("manifest"), MESSAGE);
        ssh("", "-Y", "sign", "-f", key.toString(), "-n", "file", message.toString());

        String purpose =
                finding(MESSAGE, Files.readAllBytes(Path.of(message + ".sig"))).orElseThrow();
        String bytes = finding("{}".getBytes(StandardCharsets.UTF_8), signed()).orElseThrow();

        assertTrue(purpose.contains("another purpose than 'perigee-manifest'"), purpose);
        assertTrue(bytes.contains("of other bytes"), bytes);
    }

    @Test
    void aStrangersSignatureIsToldByItsFingerprint() throws Exception {
        key = folder.resolve("stranger");
        SshKey stranger = NewKey.write(key, "host-7", new SecureRandom());

        String finding = finding(MESSAGE, signed()).orElseThrow();

        assertTrue(finding.contains(stranger.fingerprint()) && finding.contains("isn't among the signers"), finding);
        assertTrue(seals().check(List.of(Seals.Purpose.MANIFEST)).orElseThrow().contains(stranger.text()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "valid-after=\"20261123Z\" | none",
                "valid-after=\"202611231201Z\" | from 2026-11-23T12:01:00Z on only",
                "valid-before=\"20261123120000Z\" | until 2026-11-23T12:00:00Z only",
                "valid-after=\"20261101Z\",valid-before=\"20261201Z\" | none",
                "namespaces=\"perigee-*\" | none",
                "namespaces=\"file,git\" | isn't trusted to sign for 'perigee-manifest'"
            })
    void aLineMayBoundWhenAndForWhatAKeyIsTrusted(String options, String said) throws Exception {
        Files.writeString(signers, "# rotation\n\"host-7,host-8\" " + options + " " + open.text() + "\n");

        Optional<String> finding = finding(MESSAGE, signed());

        assertEquals(said == null, finding.isEmpty(), finding.toString());
        assertTrue(said == null || finding.orElseThrow().contains(said), finding.toString());
    }

    @Test
    void aKeyOnSeveralLinesIsTrustedWhereOneOfThemHolds() throws Exception {
        Files.writeString(
                signers,
                "host-7 valid-before=\"20260101Z\" " + open.text() + "\nhost-7 valid-after=\"20260601Z\" "
                        + open.text());

        assertEquals(Optional.empty(), finding(MESSAGE, signed()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "host-7",
                "host-7 cert-authority ssh-ed25519 AAAA",
                "host-7 ssh-rsa AAAAB3NzaC1yc2E=",
                "host-7 ssh-ed25519 !!!!",
                "host-7 valid-after=\"yesterday\" ssh-ed25519 AAAA"
            })
    void aListThatCantBeReadAsItIsMeantTrustsNobody(String line) throws Exception {
        Files.writeString(signers, line + "\n");

        SignatureException refused = assertThrows(SignatureException.class, () -> finding(MESSAGE, signed()));

        assertTrue(refused.getMessage().startsWith(signers.toString()), refused.getMessage());
    }

    @Test
    void aKeyWithAPassphraseOrOfAnotherTypeIsRefusedWithTheCure() throws Exception {
        Path locked = folder.resolve("locked");
        Path rsa = folder.resolve("rsa");
        ssh("", "-q", "-t", "ed25519", "-N", "secret phrase", "-f", locked.toString());
        ssh("", "-q", "-t", "rsa", "-b", "2048", "-N", "", "-f", rsa.toString());

        String passphrase = assertThrows(SignatureException.class, () -> SigningKey.read(locked))
                .getMessage();
        String type = assertThrows(SignatureException.class, () -> SigningKey.read(rsa))
                .getMessage();

        assertTrue(passphrase.contains("ssh-keygen -p"), passphrase);
        assertTrue(type.contains("another type than ssh-ed25519"), type);
        assertFalse(
                SigningKey.read(key).toString().contains(Files.readString(key).substring(60, 90)));
    }

    @Test
    void noFlippedBitOfMessageOrSignatureIsBelieved() throws Exception {
        byte[] signature = signed();
        Random random = new Random(5);
        for (int i = 0; i < 2_000; i++) {
            byte[] message = MESSAGE.clone();
            byte[] other = signature.clone();
            byte[] target = i % 4 == 0 ? message : other;
            target[random.nextInt(target.length)] ^= (byte) (1 << random.nextInt(8));
            Optional<String> finding = finding(message, other);
            assertTrue(
                    finding.isPresent() || sameSignature(signature, other), new String(other, StandardCharsets.UTF_8));
        }
    }

    /** White space within the armour, and bits of base64 beyond its last byte, mean nothing. */
    private static boolean sameSignature(byte[] one, byte[] other) throws Exception {
        return Arrays.equals(
                SshWire.disarm("SSH SIGNATURE", new String(one, StandardCharsets.US_ASCII)),
                SshWire.disarm("SSH SIGNATURE", new String(other, StandardCharsets.US_ASCII)));
    }

    /** The real agent, in the foreground, with one key. */
    private Process agent(Path socket) throws Exception {
        Process agent = new ProcessBuilder(
                        InstalledServer.binary("openssh", "ssh-agent").toString(), "-D", "-a", socket.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("agent.log").toFile())
                .start();
        Eventually.eventually(Duration.ofSeconds(60), "the agent listens", () -> Files.exists(socket));
        return agent;
    }

    private void add(Path socket) {
        Command.run(
                        Map.of("SSH_AUTH_SOCK", socket.toString()),
                        List.of(InstalledServer.binary("openssh", "ssh-add").toString(), "-q", key.toString()))
                .orFail();
    }

    private Seals byAgent(Path socket) {
        return new Seals(Optional.empty(), Optional.of(signers)).signedBy(Optional.of(new SshAgent(socket, open)));
    }

    @Test
    void anAgentSignsWithAKeyThatIsNotHere() throws Exception {
        Path socket = folder.resolve("agent.sock");
        Process agent = agent(socket);
        try {
            add(socket);
            Files.delete(key);

            byte[] signature =
                    byAgent(socket).sign(Seals.Purpose.MANIFEST, MESSAGE).orElseThrow();

            assertEquals(Optional.empty(), finding(MESSAGE, signature));
            assertEquals(Optional.empty(), byAgent(socket).check(List.of(Seals.Purpose.values())));
            assertEquals(
                    0,
                    verifiedBySsh(
                            Files.write(folder.resolve("manifest"), MESSAGE),
                            Files.write(folder.resolve("manifest.sig"), signature),
                            "perigee-manifest"));
        } finally {
            agent.destroy();
            agent.waitFor();
        }
    }

    @Test
    void anAgentWithoutTheKeySaysSoAndOneThatIsGoneToo() throws Exception {
        Path socket = folder.resolve("agent.sock");
        Process agent = agent(socket);
        try {
            SignatureException without =
                    assertThrows(SignatureException.class, () -> byAgent(socket).sign(Seals.Purpose.MANIFEST, MESSAGE));
            assertTrue(String.valueOf(without.getMessage()).contains(open.fingerprint()), without::getMessage);
        } finally {
            agent.destroy();
            agent.waitFor();
        }
        SignatureException gone = assertThrows(
                SignatureException.class,
                () -> byAgent(folder.resolve("no.sock")).sign(Seals.Purpose.MANIFEST, MESSAGE));
        assertTrue(String.valueOf(gone.getMessage()).contains("can't be asked"), gone::getMessage);
    }

    @Test
    void whatAnAgentAnswersMayBeAnything() throws Exception {
        for (byte[] answer : List.of(
                new byte[] {0, 0, 0, 0},
                new byte[] {127, 0, 0, 0},
                new byte[] {0, 0, 0, 1, 14},
                new byte[] {0, 0, 0, 5, 14, 0, 0, 0, 9},
                new byte[] {0, 0})) {
            Path socket = Files.createTempDirectory(folder, "liar").resolve("sock");
            try (ServerSocketChannel liar = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                liar.bind(UnixDomainSocketAddress.of(socket));
                Thread answering = Thread.ofVirtual().start(() -> answer(liar, answer));
                assertThrows(SignatureException.class, () -> byAgent(socket).sign(Seals.Purpose.MANIFEST, MESSAGE));
                answering.join();
            }
        }
    }

    private static void answer(ServerSocketChannel server, byte[] answer) {
        try (SocketChannel channel = server.accept()) {
            channel.read(ByteBuffer.allocate(1 << 12));
            channel.write(ByteBuffer.wrap(answer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
