package dev.perigee.core.config;

import dev.perigee.core.catalog.Layout;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads how a sink's backups are named: {@code layout = perigee}, or
 * <code>layout { type = gravity, version = …, instance = … }</code>.
 *
 * @param instance the default of {@code instance}
 * @param zone whose days a layout with days means
 */
record LayoutReader(String instance, ZoneId zone) {

    private static final String PERIGEE = "perigee";
    private static final String GRAVITY = "gravity";
    private static final String TYPE = "layout.type";
    private static final String VERSION = "layout.version";
    private static final String INSTANCE = "layout.instance";
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_=+-][A-Za-z0-9._=+-]{0,199}");

    Layout read(Block block) {
        Optional<String> word = block.text("layout");
        if (word.isPresent()) {
            return ofWord(word.get(), block);
        }
        String type = block.text(TYPE).orElse(PERIGEE);
        if (type.equals(GRAVITY)) {
            return gravity(block);
        }
        if (!type.equals(PERIGEE)) {
            block.problem(TYPE, "is '" + type + "'; it takes perigee, gravity");
        }
        return Layout.STANDARD;
    }

    private static Layout ofWord(String word, Block block) {
        if (word.equals(GRAVITY)) {
            block.problem("layout", "needs a version: layout { type = gravity, version = \"5.2.3\" }");
        } else if (!word.equals(PERIGEE)) {
            block.problem("layout", "is '" + word + "'; it takes perigee, gravity");
        }
        return Layout.STANDARD;
    }

    private Layout gravity(Block block) {
        Optional<String> version = block.text(VERSION);
        if (version.isEmpty()) {
            block.missing(VERSION, "it is the folder below gravity/ that the backups go to");
        }
        String folder = block.text(INSTANCE).orElse(instance);
        boolean good = isFolder(VERSION, version, block) & isFolder(INSTANCE, Optional.of(folder), block);
        return good && version.isPresent() ? new Layout.Gravity(version.get(), folder, zone) : Layout.STANDARD;
    }

    private static boolean isFolder(String key, Optional<String> name, Block block) {
        boolean good = name.isEmpty() || SEGMENT.matcher(name.get()).matches();
        if (!good) {
            block.problem(
                    key,
                    "is '" + name.get()
                            + "'; a folder takes up to 200 letters, digits and . _ = + -, without a dot in front");
        }
        return good;
    }
}
