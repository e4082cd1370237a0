package dev.perigee.daemon.page;

import dev.perigee.core.words.Printable;
import dev.perigee.daemon.watch.Veil;

/** Text within a page. Pure. */
final class Html {

    private Html() {}

    /** What a sink, a member or a configuration says, so that it can't become a tag or an attribute. */
    static String text(Object value) {
        return Veil.over(Printable.line(String.valueOf(value)))
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
