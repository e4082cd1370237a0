package dev.perigee.core.report;

import dev.perigee.core.backup.SavedFile;
import dev.perigee.core.report.View.Align;
import dev.perigee.core.words.Sizes;
import java.util.List;

/** How a snapshot that was saved to a file is shown. */
public final class SavedRow {

    private static final View<SavedFile> VIEW = new View<>(
            List.of(
                    Column.of("file", "file", "File", saved -> saved.path().toString()),
                    Column.of(
                            "revision",
                            "revision",
                            "Revision",
                            saved -> saved.facts().revision()),
                    Column.of("keys", "keys", "Keys", saved -> saved.facts().liveKeys()),
                    new Column<>("size", "size", "Size", saved -> Sizes.human(saved.length()), SavedFile::length),
                    new Column<>(
                            "hash",
                            "hash",
                            "Hash",
                            saved -> Long.toHexString(saved.facts().statusHash()),
                            saved -> saved.facts().statusHash()),
                    Column.of(
                            "member",
                            "member",
                            "Member",
                            saved -> saved.member().name()),
                    Column.of("etcd", "etcd", "Etcd", saved -> saved.member().version())),
            Align.LEFT);

    private SavedRow() {}

    /**
     * The snapshot.
     *
     * @param saved as it was saved
     * @return one row
     */
    public static Report<SavedFile> of(SavedFile saved) {
        return Report.of(VIEW, saved);
    }
}
