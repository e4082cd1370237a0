package dev.perigee.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The papers' links lead somewhere: in the source, and in what users get. */
class LinksTest {

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*)$");
    private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```");

    @Test
    void everyLinkInTheSourceResolves() throws IOException {
        Path root = Product.repository();
        List<Path> papers = new ArrayList<>(
                List.of(root.resolve("README.md"), root.resolve("CONTRIBUTING.md"), root.resolve("CHANGELOG.md")));
        papers.addAll(papersBelow(root.resolve("docs")));
        papers.addAll(papersBelow(root.resolve("examples")));

        assertEquals(List.of(), broken(papers));
    }

    @Test
    void everyLinkInTheTarballResolves() throws IOException {
        try (Product product = Product.unpack("papers")) {
            List<Path> papers = papersBelow(product.home());

            assertTrue(papers.contains(product.home().resolve("docs/operations.md")), papers.toString());
            assertEquals(List.of(), broken(papers));
        }
    }

    @Test
    void decisionsAreNumberedOnceAndWithoutAGap() throws IOException {
        List<Path> decisions = papersBelow(Product.repository().resolve("docs/adr")).stream()
                .sorted()
                .toList();

        for (int i = 0; i < decisions.size(); i++) {
            Path decision = decisions.get(i);
            String number = String.valueOf(i + 1);
            assertTrue(
                    decision.getFileName().toString().startsWith("0".repeat(4 - number.length()) + number + "-"),
                    decision.toString());
            assertTrue(text(decision).startsWith("# " + number + ". "), decision.toString());
        }
    }

    private static List<Path> papersBelow(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !folder.relativize(file).startsWith("runtime"))
                    .toList();
        }
    }

    private static List<String> broken(List<Path> papers) {
        return papers.stream()
                .flatMap(paper -> LINK.matcher(CODE.matcher(text(paper)).replaceAll(""))
                        .results()
                        .map(link -> link.group(1))
                        .filter(link -> !ELSEWHERE.matcher(link).matches())
                        .filter(link -> !leadsSomewhere(paper, link))
                        .map(link -> paper.getFileName() + ": " + link))
                .toList();
    }

    private static boolean leadsSomewhere(Path paper, String link) {
        String[] parts = link.split("#", 2);
        Path target =
                parts[0].isEmpty() ? paper : paper.resolveSibling(parts[0]).normalize();
        return Files.exists(target) && (parts.length == 1 || anchors(target).contains(parts[1]));
    }

    /** As GitHub makes them of headings. */
    private static List<String> anchors(Path paper) {
        Matcher headings = HEADING.matcher(CODE.matcher(text(paper)).replaceAll(""));
        return headings.results()
                .map(heading -> heading.group(1).strip().toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^\\p{L}\\p{N}_ -]", "").replace(' ', '-'))
                .toList();
    }

    private static String text(Path paper) {
        try {
            return Files.readString(paper);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
