package dev.perigee.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Some exceptions have no message: whoever asks one for it in any other way than FailureWords may tell a person "null". */
class MessagesTest {

    private static final Pattern ASKED =
            Pattern.compile("[\\w)]\\s*\\.(getMessage|getLocalizedMessage)\\(\\)|::getMessage");

    @Test
    void whatAnExceptionSaysIsAskedInOnePlace() throws IOException {
        List<String> asking = new ArrayList<>();
        for (String module : List.of("core", "daemon", "cli")) {
            try (Stream<Path> files = Files.walk(Path.of("../" + module + "/src/main/java"))) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    if (ASKED.matcher(Files.readString(file)).find()) {
                        asking.add(file.getFileName().toString());
                    }
                }
            }
        }

        assertEquals(List.of("FailureWords.java"), asking);
    }
}
