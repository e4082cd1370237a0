package dev.perigee.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.companions.CompanionSettings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which files go along, to which sinks, and what of it is refused before anything is backed up. */
class CompanionsConfigTest extends ConfigFolder {

    private static String job(String companions) {
        return "perigee { sinks { here { type = local }, there { type = local, directory = /there }, bare { type = local,"
                + " directory = /bare, layout { type = gravity, version = v } } }, jobs.default { "
                + companions + " } }";
    }

    @Test
    void theyGoToTheSinksThatAreNamed() throws Exception {
        CompanionSettings read = load(job(
                        "companions { files = [\"/etc/pki/**\"], unencrypted = yes, sinks = [there] }"))
                .jobs()
                .getFirst()
                .companions()
                .orElseThrow();

        assertEquals(List.of("/etc/pki/**"), read.files());
        assertEquals(List.of("there"), read.sinks());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "files = [\"/a\"], unencrypted = yes, sinks = [elsewhere] | names 'elsewhere', which isn't one of the job's",
                "files = [\"/a\"], unencrypted = yes, sinks = [bare] | names 'bare', whose layout has no companions",
                "files = [\"/a\"] | is missing; companions are private keys",
                "files = [\"a/b\"], unencrypted = yes | has 'a/b', which is no absolute path",
                "files = [\"/a/../b\"], unencrypted = yes | has '/a/../b', which matches no file",
                "files = [\"/a/\"], unencrypted = yes | has '/a/', which matches no file",
                "files = [\"/a/[b\"], unencrypted = yes | has '/a/[b', which is no pattern",
                "files = [], unencrypted = yes | names nothing"
            })
    void whatMakesNoSenseIsRefused(String written, String said) {
        String refusal = refusal(file(write("perigee.conf", job("companions { " + written + " }"))));

        assertTrue(refusal.contains(said), refusal);
    }

    @Test
    void aJobWhoseSinksHaveNoPlaceForThemIsRefused() {
        String refusal = refusal(
                file(write("perigee.conf", job("sinks = [bare], companions { files = [\"/a\"], unencrypted = yes }"))));

        assertTrue(refusal.contains("have no sink to go to"), refusal);
    }
}
