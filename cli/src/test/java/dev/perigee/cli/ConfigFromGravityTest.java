package dev.perigee.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.cli.console.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFromGravityTest {

    @TempDir
    Path folder;

    private Path role;

    @BeforeEach
    void write() throws IOException {
        role = Files.writeString(folder.resolve("role.json"), """
                {"accessKey": "AKIA1", "secretKey": "s3cret", "endpoint": "https://minio.example.org",
                 "bucket": "backups", "path": "", "cronExpr": ""}
                """);
    }

    @Test
    void whatItPrintsIsAConfigurationWithoutTheSecret() throws IOException {
        CliRun run = CliRun.of("config", "from-gravity", role.toString(), "--name", "site-a");

        assertEquals(ExitCode.OK, run.code(), run.err());
        assertFalse((run.out() + run.err()).contains("s3cret"), run.out());
        assertTrue(run.out().contains("secret-key = ${?S3_SECRET_KEY}"), run.out());
        assertTrue(run.err().contains("set S3_SECRET_KEY"), run.err());
        Path file = Files.writeString(folder.resolve("perigee.conf"), run.out());
        CliRun shown =
                new CliRun.Setting().variable("S3_SECRET_KEY", "x").run("config", "show", "--config", file.toString());
        assertEquals(ExitCode.OK, shown.code(), shown.err());
        assertTrue(shown.out().contains("schedule=none"), shown.out());
        assertTrue(shown.out().contains("bucket=backups"), shown.out());
    }

    @Test
    void theSecretIsPrintedWhenAskedFor() {
        CliRun run = CliRun.of("config", "from-gravity", role.toString(), "--with-secrets");

        assertEquals(ExitCode.OK, run.code(), run.err());
        assertTrue(run.out().contains("secret-key = \"s3cret\""), run.out());
    }

    @Test
    void aFileThatIsntThereOrIsNoRoleIsSaid() throws IOException {
        Path other = Files.writeString(folder.resolve("other.json"), "{\"bucket\": \"b\"}");

        assertEquals(
                ExitCode.NOT_FOUND,
                CliRun.of("config", "from-gravity", folder + "/none.json").code());
        CliRun run = CliRun.of("config", "from-gravity", other.toString());
        assertEquals(ExitCode.BAD_INPUT, run.code(), run.err());
        assertTrue(run.err().contains("'endpoint' is missing"), run.err());
    }
}
