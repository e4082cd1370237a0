package dev.perigee.cli.etcdctl;

import java.util.List;

/**
 * Lines that are the same in every form.
 *
 * @param lines without their ends
 */
record PlainText(List<String> lines) implements Shown {

    static PlainText of(String... lines) {
        return new PlainText(List.of(lines));
    }

    @Override
    public void simple(Lines out) {
        lines.forEach(out::add);
    }

    @Override
    public Object json() {
        return lines;
    }
}
