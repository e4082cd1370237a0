package dev.perigee.core.report;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.copies.SharedPacks;
import dev.perigee.core.copies.Shown;
import dev.perigee.core.words.Words;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How is told what a backup is made of, by sink. */
final class PacksShown {

    /** As many names fit on a screen. */
    private static final int NAMED = 4;

    private PacksShown() {}

    static String text(Shown shown) {
        return new TreeMap<>(shown.packs())
                .entrySet().stream()
                        .map(each -> each.getKey() + " " + text(each.getValue()))
                        .collect(Collectors.joining("; "));
    }

    private static String text(SharedPacks packs) {
        return Words.count(packs.count(), "pack") + ": " + Words.count(packs.ownBytes(), "byte") + " of its own, "
                + Words.count(packs.othersBytes(), "byte") + " that earlier backups brought" + shared(packs);
    }

    private static String shared(SharedPacks packs) {
        if (packs.backups().isEmpty()) {
            return ", shared with no other backup";
        }
        String more =
                packs.backups().size() > NAMED ? " and " + (packs.backups().size() - NAMED) + " more" : "";
        return ", shared with "
                + packs.backups().stream().limit(NAMED).map(BackupId::toString).collect(Collectors.joining(", "))
                + more;
    }

    static Map<String, Object> json(Shown shown) {
        Map<String, Object> json = new TreeMap<>();
        shown.packs().forEach((sink, packs) -> {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("count", packs.count());
            facts.put("ownBytes", packs.ownBytes());
            facts.put("othersBytes", packs.othersBytes());
            facts.put(
                    "sharedWith",
                    packs.backups().stream().map(BackupId::toString).toList());
            json.put(sink, facts);
        });
        return json;
    }
}
