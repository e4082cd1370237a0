package dev.perigee.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HttpConfigTest extends ConfigFolder {

    private String refused(String http) {
        return assertThrows(ConfigException.class, () -> load("perigee { http { " + http + " } }"), http)
                .getMessage();
    }

    @Test
    void withoutAnAddressNobodyListens() throws Exception {
        assertEquals(Optional.empty(), load("perigee {}").http());
        assertTrue(refused("read-tokens = [\"/t\"]").contains("is of no use without http.listen"));
    }

    @Test
    void loopbackNeedsNoTokenToRead() throws Exception {
        for (String address : List.of("127.0.0.1:8085", "localhost:8085", "[::1]:8085")) {
            HttpSettings http =
                    load("perigee { http.listen = \"" + address + "\" }").http().orElseThrow();
            assertFalse(http.asksReaders());
            assertEquals(8085, http.port());
        }
    }

    @Test
    void whatOtherMachinesReachNeedsTlsAndTokensOrCertificates() throws Exception {
        String tls = "tls { cert = \"/c\", key = \"/k\" }";
        assertTrue(refused("listen = \"0.0.0.0:8085\"").contains("needs http.tls.cert and http.tls.key"));
        assertTrue(
                refused("listen = \"[::]:8085\", " + tls).contains("needs http.read-tokens, http.operate-tokens or"));
        assertTrue(refused("listen = \"host.example.org:8085\", read-tokens = [\"/t\"]")
                .contains("http.tls.cert"));
        HttpSettings http = load("perigee { http { listen = \"[::]:8085\", operate-tokens = [\"/t\"], " + tls + " } }")
                .http()
                .orElseThrow();
        assertTrue(http.asksReaders());
    }

    @Test
    void whatCantBeAnAddressIsRefused() {
        for (String address : List.of("8085", "127.0.0.1", "127.0.0.1:99999", "http://127.0.0.1:1", "::1:8085")) {
            assertTrue(refused("listen = \"" + address + "\"").contains("it takes an address and a port"), address);
        }
        assertTrue(refused("listen = \"127.0.0.1:1\", tls.cert = \"/c\"").contains("goes only together with"));
        assertTrue(refused("listen = \"127.0.0.1:1\", read-tokens = [\"t\"]").contains("it takes absolute paths"));
    }

    @Test
    void aTokenWrittenWhereItsFileBelongsIsToldOnceAndNeverShown() throws Exception {
        for (String tokens : List.of("[\"tok-SECRET1\"]", "tok-SECRET1", "[\"tok-SECRET1\", \"tok-SECRET2\"]")) {
            List<Problem> problems = inspect("http { listen = \"127.0.0.1:1\", read-tokens = " + tokens + " }");

            assertEquals(1, problems.size(), problems.toString());
            assertTrue(problems.getFirst().toString().contains("http.read-tokens has what is no absolute path"));
            assertFalse(problems.getFirst().toString().contains("SECRET"));
            assertEquals(Optional.empty(), problems.getFirst().value());
        }
    }

    @Test
    void anIdentityWrittenWhereItsFileBelongsIsToldOnceAndNeverShown() throws Exception {
        for (String identities : List.of("[\"AGE-SECRET-KEY-1\"]", "AGE-SECRET-KEY-1")) {
            List<Problem> problems = inspect("identities = " + identities);

            assertEquals(1, problems.size(), problems.toString());
            assertFalse(problems.getFirst().toString().contains("SECRET"));
            assertEquals(Optional.empty(), problems.getFirst().value());
        }
    }

    @Test
    void aProgramWithoutItsPathIsToldOnce() throws Exception {
        List<Problem> problems = inspect("hooks.h { type = command, command = [nosuch] }");

        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.getFirst().toString().contains("takes a program's absolute path first"));
    }

    @Test
    void aFileWithoutATokenIsTold() throws Exception {
        for (String content : List.of("", "short")) {
            Path token = write("token", content);
            List<Problem> problems = inspect("http { listen = \"127.0.0.1:1\", read-tokens = [\"" + token + "\"] }");

            assertEquals(1, problems.size(), problems.toString());
            assertTrue(problems.getFirst().toString().contains("it takes 16 letters at least"));
        }
    }

    @Test
    void aPortThatThereIsNotIsTold() throws Exception {
        List<Problem> problems = inspect("hooks.h { type = webhook, url = \"http://example.org:70000/x\" }");

        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.getFirst().toString().contains("a port up to 65535"));
    }

    private List<Problem> inspect(String settings) throws Exception {
        String text = "perigee { state-dir = \"" + directory + "\", " + settings + " }";
        return new ConfigLoader(surroundings())
                .inspect(file(write("perigee.conf", text)))
                .problems();
    }

    @Test
    void whatIsInForceCanBeReadAgain() throws Exception {
        String written = "perigee { http { listen = \"[::]:8085\", read-tokens = [\"/r\"], operate-tokens = [\"/o\"],"
                + " gravity-metrics = yes, tls { cert = \"/c\", key = \"/k\", client-ca = \"/a\", clients-may = operate } } }";

        String shown = EffectiveConfig.render(load(written), Map.of());

        assertEquals(load(written).http(), load(shown).http());
    }
}
