import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.AttributeProvider;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * Makes the papers of an installation a site that a browser opens from the disk: a page for each Markdown file, in the same
 * folders, so that links between them hold. It needs no network and no script.
 *
 * <pre>java -cp COMMONMARK Site.java STAGE STYLE</pre>
 *
 * STAGE is the installation; the site appears in its {@code share/doc/perigee/html}. STYLE is the sheet.
 */
class Site {

    private static final List<Extension> TABLES = List.of(TablesExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(TABLES).build();

    private final Path stage;
    private final Path site;
    private final Map<Path, Page> pages = new HashMap<>();

    /** {@code source} is relative to the installation, {@code title} what its first heading says. */
    record Page(Path source, Node document, String title) {

        Path address() {
            return source.toString().equals("README.md")
                    ? Path.of("index.html")
                    : Path.of(source.toString().replaceFirst("\\.md$", ".html"));
        }

        Path folder() {
            return source.getParent() == null ? Path.of("") : source.getParent();
        }
    }

    record Part(String anchor, String title) {}

    Site(Path stage) {
        this.stage = stage;
        this.site = stage.resolve("share/doc/perigee/html");
    }

    public static void main(String[] args) throws IOException {
        Site site = new Site(Path.of(args[0]).toAbsolutePath().normalize());
        site.read();
        site.write(Path.of(args[1]));
    }

    private void read() throws IOException {
        for (String top : List.of("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "docs", "examples")) {
            try (Stream<Path> files = Files.walk(stage.resolve(top))) {
                for (Path file : files.filter(file -> file.toString().endsWith(".md")).toList()) {
                    Node document = PARSER.parse(Files.readString(file));
                    Path source = stage.relativize(file);
                    pages.put(source, new Page(source, document, title(document, source)));
                }
            }
        }
    }

    private void write(Path style) throws IOException {
        Files.createDirectories(site);
        Files.copy(style, site.resolve("style.css"));
        for (Page page : pages.values()) {
            Path file = site.resolve(page.address());
            Files.createDirectories(file.getParent());
            Files.writeString(file, html(page));
        }
        copy("docs/images");
        copy("examples");
        Files.copy(stage.resolve("LICENSE"), site.resolve("LICENSE"));
    }

    /** What pages link to or show that is no page. */
    private void copy(String folder) throws IOException {
        if (!Files.isDirectory(stage.resolve(folder))) {
            return;
        }
        try (Stream<Path> files = Files.walk(stage.resolve(folder))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.toString().endsWith(".md")) {
                    Path copy = site.resolve(stage.relativize(file));
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy);
                }
            }
        }
    }

    private String html(Page page) {
        Map<Node, String> anchors = anchors(page.document());
        HtmlRenderer renderer = HtmlRenderer.builder()
                .extensions(TABLES)
                .attributeProviderFactory(context -> attributes(page, anchors))
                .build();
        String up = "../".repeat(page.folder().toString().isEmpty() ? 0 : page.folder().getNameCount());
        String body = renderer.render(page.document())
                .replace("<table>", "<div class=\"wide\"><table>")
                .replace("</table>", "</table></div>");
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>%s</title>
                <link rel="stylesheet" href="%sstyle.css">
                </head>
                <body>
                <a class="skip" href="#text">To the text</a>
                <nav aria-label="Pages">
                <p class="home"><a href="%sindex.html">Perigee</a></p>
                %s</nav>
                <main id="text">
                %s</main>
                </body>
                </html>
                """.formatted(
                        escaped(page.source().toString().equals("README.md") ? "Perigee" : page.title() + " · Perigee"),
                        up, up, navigation(page, up, anchors), body);
    }

    /** All pages, and below the one that is shown its parts. */
    private String navigation(Page shown, String up, Map<Node, String> anchors) {
        StringBuilder list = new StringBuilder();
        group(list, "Guides", inFolder("docs"), shown, up, anchors);
        group(list, "Why it is so", inFolder("docs/adr"), shown, up, anchors);
        List<Page> others = new ArrayList<>(inFolder(""));
        pages.values().stream().filter(page -> page.source().startsWith("examples")).forEach(others::add);
        group(list, "More", others, shown, up, anchors);
        return list.toString();
    }

    private List<Page> inFolder(String folder) {
        return pages.values().stream()
                .filter(page -> page.folder().toString().equals(folder))
                .filter(page -> !page.source().toString().equals("README.md"))
                .sorted(Comparator.comparing(page -> page.source().toString()))
                .toList();
    }

    private static void group(
            StringBuilder list, String name, List<Page> pages, Page shown, String up, Map<Node, String> anchors) {
        boolean open = pages.contains(shown) || name.equals("Guides");
        list.append("<details").append(open ? " open" : "").append("><summary>").append(name).append("</summary><ul>\n");
        for (Page page : pages) {
            list.append("<li><a href=\"").append(up).append(page.address()).append('"');
            list.append(page == shown ? " aria-current=\"page\"" : "").append('>');
            list.append(escaped(page.title())).append("</a>");
            list.append(page == shown ? parts(shown, anchors) : "").append("</li>\n");
        }
        list.append("</ul></details>\n");
    }

    private static String parts(Page page, Map<Node, String> anchors) {
        List<Part> parts = headings(page.document()).stream()
                .filter(heading -> heading.getLevel() == 2)
                .map(heading -> new Part(anchors.get(heading), words(heading)))
                .toList();
        return parts.isEmpty()
                ? ""
                : parts.stream()
                        .map(part -> "<li><a href=\"#" + part.anchor() + "\">" + escaped(part.title()) + "</a></li>")
                        .collect(Collectors.joining("\n", "<ul>\n", "</ul>"));
    }

    private AttributeProvider attributes(Page page, Map<Node, String> anchors) {
        return (node, tag, attributes) -> {
            if (node instanceof Heading && anchors.containsKey(node)) {
                attributes.put("id", anchors.get(node));
            }
            if (node instanceof Link link && tag.equals("a")) {
                attributes.put("href", address(page, link.getDestination()));
            }
            if (tag.equals("pre")) {
                attributes.put("tabindex", "0"); // who has no mouse scrolls it, too
            }
        };
    }

    /** A link to a Markdown file leads to its page, one to a folder to the page in it. */
    private String address(Page page, String link) {
        if (link.matches("[a-z]+:.*") || link.startsWith("#")) {
            return link;
        }
        String[] parts = link.split("#", 2);
        Path meant = page.folder().resolve(parts[0]).normalize();
        Path target = Stream.of(meant, meant.resolve("README.md"))
                .filter(pages::containsKey)
                .map(source -> pages.get(source).address())
                .findFirst()
                .orElseGet(() -> fileOrFirstPageOf(meant));
        String relative = page.folder().relativize(target).toString();
        return relative + (parts.length == 2 ? "#" + parts[1] : "");
    }

    private Path fileOrFirstPageOf(Path meant) {
        return inFolder(meant.toString()).stream().findFirst().map(Page::address).orElse(meant);
    }

    /** As GitHub makes them of headings. */
    private static Map<Node, String> anchors(Node document) {
        Map<Node, String> anchors = new HashMap<>();
        Map<String, Integer> taken = new HashMap<>();
        for (Heading heading : headings(document)) {
            String plain = words(heading).toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}_ -]", "").replace(' ', '-');
            int before = taken.merge(plain, 1, Integer::sum) - 1;
            anchors.put(heading, before == 0 ? plain : plain + "-" + before);
        }
        return anchors;
    }

    private static List<Heading> headings(Node document) {
        List<Heading> found = new ArrayList<>();
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Heading heading) {
                found.add(heading);
            }
        });
        return found;
    }

    private static String title(Node document, Path source) {
        return headings(document).stream().findFirst().map(Site::words).orElseThrow(() -> new UncheckedIOException(
                new IOException(source + " has no heading: it needs one, for its page's title")));
    }

    private static String words(Node node) {
        StringBuilder words = new StringBuilder();
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(Text text) {
                words.append(text.getLiteral());
            }

            @Override
            public void visit(Code code) {
                words.append(code.getLiteral());
            }

            @Override
            public void visit(SoftLineBreak lineBreak) {
                words.append(' ');
            }
        });
        return words.toString().strip();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
