package dev.perigee.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.encoding.EncodingSettings;
import dev.perigee.core.encoding.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a sink's encoding is written down, and what of it is refused. */
class EncodingConfigTest extends ConfigFolder {

    private static String sink(String encoding) {
        return "perigee { sinks.offsite { type = local, " + encoding + " } }";
    }

    private EncodingSettings encoding(String text) throws Exception {
        return load(sink(text)).sinks().getFirst().encoding();
    }

    @ParameterizedTest
    @CsvSource({"on, 3", "yes, 3", "1, 1", "19, 19"})
    void zstdHasALevel(String written, int level) throws Exception {
        assertEquals(
                OptionalInt.of(level), encoding("encoding.zstd = " + written).zstd());
    }

    @Test
    void withoutAWordNothingIsDone() throws Exception {
        assertTrue(encoding("retention.keep-last = 1").isPlain());
        assertTrue(encoding("encoding.zstd = off").isPlain());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "encoding.zstd = 20 | is '20'; it takes off, on (level 3), or a level from 1 to 19",
                "encoding.age.recipients = [] | names nobody, so nobody could read what is encrypted",
                "encoding.age.recipients = [\"age1pq1qqqq\"] | is a post-quantum recipient",
                "encoding.age.recipients = [\"age1yubikey1qqqq\"] | is a recipient of the plugin yubikey",
                "encoding.age.recipients-file = \"/no/such/file\" | can't be read",
                "encoding.lz4 = on | encoding.lz4",
                "encoding.zstd = on, layout { type = gravity, version = v } | needs manifests",
                "format = packs, layout { type = gravity, version = v } | takes 'packs' only with manifests",
                "format = packs, access = write-only | takes 'packs' only where backups can be listed",
                "format = packs, object-lock { mode = governance, for = 1d } | takes 'packs' only without object-lock",
                "format = rows | format"
            })
    void whatMakesNoSenseIsRefused(String written, String said) {
        String refusal = refusal(file(write("perigee.conf", sink(written))));

        assertTrue(refusal.contains(said), refusal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sinks.l { type = local, encoding.age.recipients = [\"age1nonsense\"] }",
                "jobs.j.companions { files = [\"/etc/hosts\"], recipients = [\"age1nonsense\"] }",
                "jobs.j.companions { files = [\"/etc/hosts\"], recipients-file = \"/no/such/file\" }",
                "jobs.j.companions { files = [\"/etc/hosts\"], recipients = [] }"
            })
    void oneMistakeInTheRecipientsIsOneErrorAndNobodyIsToldToEncryptNothing(String written) {
        String refusal = refusal(file(write("perigee.conf", "perigee { " + written + " }")));

        assertEquals(1, refusal.lines().count(), refusal);
        assertFalse(refusal.contains("to encrypt nothing"), refusal);
    }

    @Test
    void recipientsComeFromAFileAsWell() throws Exception {
        Path one = Tools.identity(directory, "one.txt");
        Path two = Tools.identity(directory, "two.txt");
        Path file = write("recipients", "# the safe\n" + Tools.recipient(two) + "\n\n" + Tools.recipient(one) + "\n");

        EncodingSettings encoding = encoding(
                "encoding.age { recipients = [\"" + Tools.recipient(one) + "\"], recipients-file = \"" + file + "\" }");

        assertEquals(
                List.of(Tools.recipient(one), Tools.recipient(two)),
                encoding.recipients().stream().map(Object::toString).toList());
    }

    @Test
    void checkSaysIfNoIdentityAtHandFitsTheRecipients() throws Exception {
        Path ours = Tools.identity(directory, "ours.txt");
        Path theirs = Tools.identity(directory, "theirs.txt");
        String sink = "sinks.offsite { type = local, encoding.age.recipients = [\"" + Tools.recipient(theirs) + "\"] }";

        List<Problem> fits = check("age.identities = [\"" + ours + "\", \"" + theirs + "\"], " + sink);
        List<Problem> doesnt = check("age.identities = [\"" + ours + "\"], " + sink);
        List<Problem> missing = check("age.identities = [\"" + ours + ".gone\"], " + sink);

        assertEquals(List.of(), fits);
        assertTrue(
                doesnt.toString().contains("names nobody whose identity is among age.identities"), doesnt.toString());
        assertTrue(
                missing.toString().contains("age.identities can't be used: " + ours + ".gone isn't there"),
                missing.toString());
    }

    private List<Problem> check(String text) throws Exception {
        Path file = write("check.conf", "perigee { state-dir = \"" + directory.resolve("state") + "\", " + text + " }");
        return new ConfigLoader(surroundings()).inspect(file(file)).problems();
    }

    @Test
    void whatIsShownHasTheRecipientsAndTheFilesAndNoIdentity() throws Exception {
        Path key = Tools.identity(directory, "key.txt");
        String secret = Files.readAllLines(key).getLast();

        String shown = EffectiveConfig.render(
                load("perigee { age.identities = [\"" + key
                        + "\"], sinks.offsite { type = local, encoding { zstd = 5, age.recipients = [\""
                        + Tools.recipient(key)
                        + "\"] } } }"),
                Map.of());

        assertTrue(
                shown.contains(Tools.recipient(key)) && shown.contains("zstd=5") && shown.contains("key.txt"), shown);
        assertFalse(shown.contains(secret.substring(0, 30)));
    }
}
