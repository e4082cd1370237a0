package dev.perigee.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The papers as pages for a browser: whole, and in need of neither a network nor a script. */
class SiteTest {

    private static final Path HOME = Product.repository()
            .resolve("distribution/target/perigee-" + System.getProperty("perigee.version", "0.1.0"));
    private static final Path SITE = HOME.resolve("share/doc/perigee/html");
    private static final Pattern LINK = Pattern.compile("<a [^>]*href=\"([^\"]*)\"");
    private static final Pattern FETCHED =
            Pattern.compile("(?:<link [^>]*href|<img [^>]*src|srcset|\\ssrc)=\"([^\"]*)\"|@import|url\\(");

    @Test
    void everyPaperHasItsPage() throws IOException {
        for (String folder : List.of("docs", "docs/adr")) {
            try (Stream<Path> papers = Files.list(HOME.resolve(folder))) {
                for (Path paper :
                        papers.filter(file -> file.toString().endsWith(".md")).toList()) {
                    String page = HOME.relativize(paper).toString().replaceFirst("\\.md$", ".html");
                    assertTrue(Files.isRegularFile(SITE.resolve(page)), page);
                }
            }
        }
        assertTrue(Files.readString(SITE.resolve("index.html")).contains("<title>Perigee</title>"));
    }

    @Test
    void everyLinkLeadsToAPageAndAPlaceOnIt() throws IOException {
        assertEquals(
                List.of(),
                pages().stream()
                        .flatMap(page -> LINK.matcher(text(page))
                                .results()
                                .map(link -> link.group(1))
                                .filter(link -> !link.matches("[a-z]+:.*"))
                                .filter(link -> !leadsSomewhere(page, link))
                                .map(link -> SITE.relativize(page) + ": " + link))
                        .toList());
    }

    @Test
    void nothingIsRunAndNothingIsFetchedButWhatLiesBesideIt() throws IOException {
        for (Path page : pages()) {
            String html = text(page);
            assertFalse(html.contains("<script"), page.toString());
            Matcher fetched = FETCHED.matcher(html.replaceAll("(?s)<pre.*?</pre>|<code.*?</code>", ""));
            while (fetched.find()) {
                assertTrue(
                        fetched.group(1) != null && Files.isRegularFile(page.resolveSibling(fetched.group(1))),
                        page + ": " + fetched.group());
            }
        }
        assertFalse(FETCHED.matcher(text(SITE.resolve("style.css"))).find());
    }

    private static boolean leadsSomewhere(Path page, String link) {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        return Files.isRegularFile(target) && (parts.length == 1 || text(target).contains(" id=\"" + parts[1] + "\""));
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.walk(SITE)) {
            List<Path> pages =
                    files.filter(file -> file.toString().endsWith(".html")).toList();
            assertTrue(pages.size() > 20, pages.toString());
            return pages;
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
