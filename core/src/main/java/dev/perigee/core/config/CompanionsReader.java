package dev.perigee.core.config;

import dev.perigee.core.catalog.Layout;
import dev.perigee.core.companions.CompanionSettings;
import dev.perigee.core.encoding.AgeRecipient;
import dev.perigee.core.encoding.EncodingSettings;
import dev.perigee.core.sinks.Destination;
import java.nio.file.FileSystems;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.PatternSyntaxException;

/**
 * Reads which files go along with a job's backups: <code>companions { files = ["/etc/kubernetes/pki/**"], recipients =
 * ["age1…"] }</code>.
 *
 * @param block the job's keys
 */
record CompanionsReader(Block block) {

    private static final String FILES = "companions.files";
    private static final String RECIPIENTS = "companions.recipients";
    private static final String RECIPIENTS_FILE = "companions.recipients-file";
    private static final String SINKS = "companions.sinks";
    private static final String NO_FILES = "names nothing; leave companions out for none";
    private static final String ALL_SINKS = "is empty; leave it out for all of the job's";
    private static final String UNENCRYPTED = "companions.unencrypted";

    Optional<CompanionSettings> read(List<Destination> ofJob) {
        List<String> files = block.texts(FILES, NO_FILES);
        List<AgeRecipient> recipients = encryption().recipients();
        List<String> sinks = sinks();
        boolean unencrypted = block.read(false, from -> from.flag(UNENCRYPTED, false));
        files.forEach(this::requireSound);
        if (!ofJob.isEmpty()) { // which is told where the job's are read
            sinks.forEach(sink -> requireOneOf(ofJob, sink));
        }
        requireAPlace(ofJob, sinks);
        if (files.isEmpty()) {
            refuseWithoutFiles(recipients, sinks, unencrypted);
            return Optional.empty();
        }
        if (!block.has(RECIPIENTS) && !block.has(RECIPIENTS_FILE) && !unencrypted) {
            block.missing(
                    RECIPIENTS,
                    "companions are private keys for the most part: name a recipient, or say " + UNENCRYPTED
                            + " = yes");
        }
        if (!recipients.isEmpty() && unencrypted) {
            block.problem(UNENCRYPTED, "and " + RECIPIENTS + " exclude each other");
        }
        return Optional.of(new CompanionSettings(
                files, new EncodingSettings(OptionalInt.of(EncodingSettings.DEFAULT_LEVEL), recipients), sinks));
    }

    private List<String> sinks() {
        Set<String> sinks = new LinkedHashSet<>(block.texts(SINKS, ALL_SINKS));
        if (sinks.isEmpty() && block.has(SINKS)) {
            block.problem(SINKS, ALL_SINKS);
        }
        return List.copyOf(sinks);
    }

    private EncodingReader encryption() {
        return new EncodingReader(
                block,
                RECIPIENTS,
                RECIPIENTS_FILE,
                "name a recipient, or leave it out and say " + UNENCRYPTED + " = yes");
    }

    private void requireSound(String pattern) {
        if (!pattern.startsWith("/") || pattern.length() == 1) {
            block.problem(FILES, "has '" + pattern + "', which is no absolute path");
        } else if (Arrays.stream(pattern.substring(1).split("/", -1))
                .anyMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."))) {
            block.problem(
                    FILES,
                    "has '" + pattern + "', which matches no file: leave out '.', '..' and slashes that stand twice or"
                            + " at the end");
        } else {
            requirePattern(pattern);
        }
    }

    private void requirePattern(String pattern) {
        try {
            FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        } catch (PatternSyntaxException e) {
            block.problem(FILES, "has '" + pattern + "', which is no pattern: " + e.getDescription());
        }
    }

    private void requireOneOf(List<Destination> ofJob, String sink) {
        List<String> names = ofJob.stream().map(Destination::name).toList();
        if (!names.contains(sink)) {
            block.problem(
                    SINKS, "names '" + sink + "', which isn't one of the job's; there is " + String.join(", ", names));
        }
    }

    /** Companions lie beside a manifest: a layout without one has no place for them. */
    private void requireAPlace(List<Destination> ofJob, List<String> sinks) {
        List<String> without = ofJob.stream()
                .filter(sink -> !(sink.layout() instanceof Layout.Standard))
                .map(Destination::name)
                .toList();
        sinks.stream()
                .filter(without::contains)
                .forEach(sink -> block.problem(SINKS, "names '" + sink + "', whose layout has no companions"));
        if (block.has(FILES) && sinks.isEmpty() && !ofJob.isEmpty() && without.size() == ofJob.size()) {
            block.problem(FILES, "have no sink to go to: the layout of none of the job's has companions");
        }
    }

    private void refuseWithoutFiles(List<AgeRecipient> recipients, List<String> sinks, boolean unencrypted) {
        if (!recipients.isEmpty() || !sinks.isEmpty() || block.has(FILES) || unencrypted) {
            block.problem(FILES, NO_FILES);
        }
    }
}
