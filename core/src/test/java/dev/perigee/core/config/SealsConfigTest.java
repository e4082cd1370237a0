package dev.perigee.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.signing.NewKey;
import dev.perigee.core.signing.SshKey;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who signs and who is believed, as {@code config check} looks at it: what is wrong is said of the setting that is. */
class SealsConfigTest extends ConfigFolder {

    private List<Problem> found(Path key, Path signers) throws Exception {
        Path file = write(
                "check.conf",
                "perigee { state-dir = \"" + directory.resolve("state") + "\", sign.key-file = \"" + key
                        + "\", trust.signers = \"" + signers + "\" }");
        return new ConfigLoader(surroundings()).inspect(file(file)).problems();
    }

    @Test
    void aKeyThatTheSignersNameIsFine() throws Exception {
        SshKey key = NewKey.write(directory.resolve("key"), "host", new SecureRandom());

        assertEquals(List.of(), found(directory.resolve("key"), write("signers", "host " + key.text() + "\n")));
    }

    @Test
    void aListThatCannotBeReadIsTheListsFaultAlone() throws Exception {
        NewKey.write(directory.resolve("key"), "host", new SecureRandom());

        String found = found(directory.resolve("key"), write("signers", "no line of a signer\n"))
                .toString();

        assertTrue(found.contains("trust.signers"), found);
        assertFalse(found.contains("sign.key-file"), found);
    }

    @Test
    void aKeyThatTheSignersDoNotNameIsTheKeysFault() throws Exception {
        NewKey.write(directory.resolve("key"), "host", new SecureRandom());
        SshKey other = NewKey.write(directory.resolve("other"), "host", new SecureRandom());

        String found = found(directory.resolve("key"), write("signers", "host " + other.text() + "\n"))
                .toString();

        assertTrue(found.contains("sign.key-file signs what trust.signers doesn't believe"), found);
    }

    @Test
    void whoRecordsAHistoryHasAKeyThatIsTrustedToSignIt() throws Exception {
        SshKey key = NewKey.write(directory.resolve("key"), "host", new SecureRandom());
        Path signers = write("signers", "host namespaces=\"perigee-manifest,perigee-ledger\" " + key.text() + "\n");
        String signed = "sign.key-file = \"" + directory.resolve("key") + "\", ";

        assertEquals(List.of(), found(directory.resolve("key"), signers));
        assertTrue(recorded(signers, signed).contains("isn't trusted to sign for 'perigee-history'"));
        assertTrue(recorded(signers, "").contains("nothing is signed here"));
    }

    private String recorded(Path signers, String more) throws Exception {
        return new ConfigLoader(surroundings())
                .inspect(file(write(
                        "recorded.conf",
                        "perigee { state-dir = \"" + directory.resolve("state") + "\", jobs.default.history {}, " + more
                                + "trust.signers = \"" + signers + "\" }")))
                .problems()
                .toString();
    }

    @Test
    void anAgentNeedsTheKeyThatItIsToSignWith() throws Exception {
        SshKey key = NewKey.write(directory.resolve("key"), "host", new SecureRandom());
        String agent =
                "perigee { state-dir = \"" + directory.resolve("state") + "\", sign { agent = \"/no/agent.sock\"";

        String without = new ConfigLoader(surroundings())
                .inspect(file(write("without.conf", agent + " } }")))
                .problems()
                .toString();
        String with = new ConfigLoader(surroundings())
                .inspect(file(write("with.conf", agent + ", public-key = \"" + key.text() + "\" } }")))
                .problems()
                .toString();
        String ours = new ConfigLoader(surroundings())
                .inspect(file(
                        write("ours.conf", "perigee { sign { agent = yes, public-key = \"" + key.text() + "\" } }")))
                .problems()
                .toString();

        assertTrue(without.contains("sign.public-key is missing"), without);
        assertTrue(with.contains("sign.agent can't be used: the ssh-agent at /no/agent.sock can't be asked"), with);
        assertTrue(ours.contains("SSH_AUTH_SOCK isn't set"), ours);
    }
}
