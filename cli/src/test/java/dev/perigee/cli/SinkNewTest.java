package dev.perigee.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.cli.console.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SinkNewTest {

    @TempDir
    Path folder;

    @Test
    void theSkeletonIsNamedAfterItsTypeAndLeavesNoPlaceholder() throws IOException {
        Path project = folder.resolve("project");

        CliRun run = CliRun.of("sink", "new", "my-nas", project.toString());

        assertEquals(ExitCode.OK, run.code(), run.err());
        assertTrue(Files.exists(project.resolve("src/main/java/com/example/mynas/MyNasSink.java")));
        assertTrue(Files.readString(project.resolve("pom.xml")).contains("${perigee.version}"));
        try (var files = Files.walk(project)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertFalse(
                        Files.readString(file).matches("(?s).*@(type|Name|package|version|sdk)@.*"), file::toString);
            }
        }
    }

    @Test
    void aFolderWithSomethingInItIsLeftAlone() throws IOException {
        Files.writeString(folder.resolve("mine.txt"), "mine");

        assertEquals(
                ExitCode.REFUSED,
                CliRun.of("sink", "new", "nas", folder.toString()).code());
        assertEquals(
                ExitCode.BAD_ARGUMENTS,
                CliRun.of("sink", "new", "My_NAS", folder.toString()).code());
    }
}
