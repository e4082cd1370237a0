package dev.perigee.cli.reference;

import java.util.List;

/** Writes a manual page in the macros of man(7). Text is escaped; nothing that comes in is a request of its own. */
final class Roff {

    private final StringBuilder page = new StringBuilder();

    /** The page's first line; no date, so that the same sources make the same bytes. */
    Roff title(String name, int section, String source) {
        return request(".TH " + quoted(name.toUpperCase(java.util.Locale.ROOT)) + " " + section + " \"\" "
                + quoted(source) + " \"Perigee\"");
    }

    Roff section(String heading) {
        return request(".SH " + quoted(heading));
    }

    Roff paragraph(String text) {
        return request(".PP").text(text);
    }

    /** A term in bold, and what is said of it, indented. */
    Roff item(String term, String text) {
        return request(".TP").request(".B " + quoted(term)).text(text.isEmpty() ? " " : text);
    }

    /** Lines as they are, such as commands. */
    Roff verbatim(List<String> lines) {
        request(".PP").request(".nf").request(".RS 2");
        lines.forEach(this::text);
        return request(".RE").request(".fi");
    }

    Roff text(String line) {
        return request(escaped(line));
    }

    private Roff request(String line) {
        page.append(line).append('\n');
        return this;
    }

    private static String quoted(String text) {
        return '"' + escaped(text).replace("\"", "\\(dq") + '"';
    }

    /** A hyphen that can be copied is {@code \-}; a line's first dot or apostrophe would make it a request. */
    static String escaped(String text) {
        String plain = text.replace("\\", "\\e").replace("-", "\\-");
        return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
