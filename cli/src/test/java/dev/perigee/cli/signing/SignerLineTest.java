package dev.perigee.cli.signing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.cli.CliRun;
import dev.perigee.cli.console.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignerLineTest {

    @TempDir
    Path folder;

    private CliRun made;

    @BeforeEach
    void makeAKey() {
        made = CliRun.of("key", "new", folder.resolve("key").toString());
    }

    @Test
    void standardOutputIsALineForTheSignersAndNothingElse() throws Exception {
        String open = Files.readString(folder.resolve("key.pub")).strip().split(" ")[1];

        assertEquals(ExitCode.OK, made.code());
        assertTrue(made.out().matches("\\S+ namespaces=\"perigee-\\*\" ssh-ed25519 \\S+\n"), made.out());
        assertTrue(made.out().contains(open), made.out());
    }

    @Test
    void whoseLineItIsStandsBesideIt() {
        assertTrue(made.err().contains(folder.resolve("key") + ", SHA256:"), made.err());
    }

    @Test
    void aKeyIsShownAsItWasWhenItWasMade() {
        CliRun shown = CliRun.of("key", "show", folder.resolve("key").toString());

        assertEquals(made.out(), shown.out());
        assertEquals(made.err(), shown.err());
    }

    @Test
    void aFormatThatIsAskedForHasAllOfIt() {
        CliRun shown = CliRun.of("key", "show", folder.resolve("key").toString(), "-w", "fields");

        assertTrue(shown.out().startsWith("\"File\" : " + folder.resolve("key")), shown.out());
        assertEquals("", shown.err());
    }
}
