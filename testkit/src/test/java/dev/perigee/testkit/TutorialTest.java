package dev.perigee.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the tutorial shows is in the example, line by line; only the indentation may differ. */
class TutorialTest {

    private static final Path EXAMPLE = Path.of("../examples/third-party-sink");
    private static final Path TUTORIAL = Path.of("../docs/write-a-sink.md");
    private static final Pattern SNIPPET = Pattern.compile("<!-- from (\\S+) -->\\n```\\w*\\n(.*?)```", Pattern.DOTALL);

    private static List<MatchResult> snippets() throws IOException {
        return SNIPPET.matcher(Files.readString(TUTORIAL)).results().toList();
    }

    private static String withoutIndentation(String text) {
        return text.lines().map(String::strip).collect(Collectors.joining("\n"));
    }

    @TestFactory
    Stream<DynamicTest> eachSnippetIsCutFromTheExample() throws IOException {
        return snippets().stream()
                .map(snippet -> DynamicTest.dynamicTest(
                        snippet.group(1), () -> expectCutFrom(EXAMPLE.resolve(snippet.group(1)), snippet.group(2))));
    }

    private static void expectCutFrom(Path file, String snippet) throws IOException {
        String source = withoutIndentation(Files.readString(file));

        assertTrue(source.contains(withoutIndentation(snippet)), () -> file + " has no longer:\n" + snippet);
    }

    @Test
    void everyJavaSnippetSaysWhereItIsFrom() throws IOException {
        long java = Files.readString(TUTORIAL).lines().filter("```java"::equals).count();
        long cut = snippets().stream()
                .filter(snippet -> snippet.group(1).endsWith(".java"))
                .count();

        assertTrue(java > 5 && java == cut, java + " snippets, " + cut + " of them with their source");
    }
}
