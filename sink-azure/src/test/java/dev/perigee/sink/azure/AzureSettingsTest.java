package dev.perigee.sink.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.SettingException;
import dev.perigee.api.SinkSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AzureSettingsTest {

    private static final String KEY = "aHVzaCBodXNoIGh1c2g=";

    @ParameterizedTest
    @CsvSource({
        "'', https://acct.blob.core.windows.net",
        "https://acct.blob.core.usgovcloudapi.net/, https://acct.blob.core.usgovcloudapi.net",
        "https://acct.privatelink.example:443, https://acct.privatelink.example",
        "http://127.0.0.1:10000, http://127.0.0.1:10000/acct",
        "http://127.0.0.1:10000/acct, http://127.0.0.1:10000/acct",
        "http://azurite:10000/acct/, http://azurite:10000/acct",
        "http://azurite, http://azurite:80/acct",
        "https://store.example/acct, https://store.example:443/acct"
    })
    void theAccountStandsInTheHostOrInThePath(String endpoint, String url) {
        Map<String, Object> settings = new HashMap<>(Map.of("account-key", KEY));
        if (!endpoint.isEmpty()) {
            settings.put("endpoint", endpoint);
        }

        assertEquals(url, read(settings).account().url().toString());
    }

    @Test
    void aConnectionStringSaysTheSame() {
        AzureSinkConfig config = AzureSinkConfig.read(SinkSettings.of(
                "test",
                Map.of(
                        "container",
                        "backups",
                        "connection-string",
                        "DefaultEndpointsProtocol=https;AccountName=acct;AccountKey=" + KEY
                                + ";EndpointSuffix=core.windows.net")));

        assertEquals(
                "https://acct.blob.core.windows.net", config.account().url().toString());
        assertTrue(config.account().login() instanceof Account.Login.SharedKey);
    }

    @Test
    void aConnectionStringWithASignatureNeedsNoAccount(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(
                folder.resolve("c"),
                "BlobEndpoint=https://acct.blob.core.windows.net/;SharedAccessSignature=sv=1&sig=HUSH");
        Account account = AzureSinkConfig.read(SinkSettings.of(
                        "test", Map.of("container", "backups", "connection-string-file", file.toString())))
                .account();

        assertEquals("acct", account.name());
        assertTrue(account.login() instanceof Account.Login.Sas);
    }

    @ParameterizedTest
    @CsvSource({
        "account, UPPER, account",
        "account, '', account",
        "client-id, '', client-id",
        "endpoint, ' ', endpoint",
        "container, a--b, container",
        "container, ab, container",
        "account-key, no base64 HUSH, account-key",
        "sas-token, https://acct.blob.core.windows.net/?sig=HUSH, sas-token",
        "sas-token, HUSH, sas-token",
        "connection-string, HUSH, connection-string",
        "connection-string, AccountName=HUSH;AccountKey=YWJj, connection-string",
        "connection-string, AccountName=acct;AccountKey=no base64 HUSH, connection-string",
        "connection-string, AccountName=acct;SharedAccessSignature=HUSH, connection-string",
        "connection-string, BlobEndpoint=HUSH;SharedAccessSignature=sv=1&sig=x, connection-string",
        "connection-string, BlobEndpoint=http://h:77/;SharedAccessSignature=sv=1&sig=x, connection-string",
        "storage-class, archive, storage-class",
        "part-size, 1 MiB, part-size",
        "endpoint, https://acct.blob.core.windows.net/backups, endpoint",
        "endpoint, https://acct.example:8443, endpoint",
        "endpoint, http://acct.blob.core.windows.net, endpoint",
        "object-lock.for, 30d, object-lock.mode",
        "object-lock.mode, locked, object-lock.for",
        "endpoint, http://127.0.0.1:0, endpoint",
        "endpoint, http://127.0.0.1:70000, endpoint",
        "proxy, http://proxy:70000, proxy",
        "proxy-user, me, proxy-user",
        "connect-timeout, 0s, connect-timeout",
        "ca, /nope, ca",
        "path, /a/../b, path"
    })
    void whatCannotBeUsedIsRefusedByNameAndWithoutASecret(String key, String value, String named) {
        Map<String, Object> settings = new HashMap<>(Map.of("account", "acct", "container", "backups"));
        settings.put(key, value);
        if (key.equals("connection-string")) {
            settings.remove("account");
        }
        SettingException e =
                assertThrows(SettingException.class, () -> AzureSinkConfig.read(SinkSettings.of("test", settings)));

        assertEquals(named, e.key());
        assertFalse(String.valueOf(e.getMessage()).contains("HUSH"), e.getMessage());
    }

    @Test
    void twoLoginsAreAtOdds() {
        assertThrows(SettingException.class, () -> read(Map.of("account-key", KEY, "sas-token", "sv=1&sig=x")));
        assertThrows(SettingException.class, () -> read(Map.of("connection-string", "x")));
    }

    @Test
    void aWholeBlockHasNoUnknownKey() {
        Map<String, Object> all = new HashMap<>(Map.of("account-key", KEY, "path", "a/b"));
        all.putAll(Map.of("endpoint", "http://127.0.0.1:10000", "create-container", "true", "storage-class", "cold"));
        all.putAll(Map.of("object-lock.mode", "locked", "object-lock.for", "30d", "part-size", "8 MiB"));
        all.putAll(Map.of("proxy", "http://proxy:3128", "proxy-user", "me", "proxy-password", "HUSH"));
        all.putAll(Map.of("account", "acct", "container", "backups", "connect-timeout", "5s", "read-timeout", "9s"));
        SinkSettings settings = SinkSettings.of("test", all);

        AzureSinkConfig config = AzureSinkConfig.read(settings);

        assertEquals(Set.of(), settings.unread());
        assertFalse(config.toString().contains("HUSH") || config.toString().contains(KEY), config.toString());
    }

    @Test
    void thePlaceHoldsAccountAndContainerAndNoKey() {
        String whole = "AccountName=acct;AccountKey=" + KEY + ";BlobEndpoint=http://azurite:10000/acct";
        SinkSettings settings = SinkSettings.of("test", Map.of("connection-string", whole, "container", "backups"));

        assertEquals(
                "azure://azurite:10000/acct/backups/",
                AzureSinkConfig.read(settings).sinkPlace().address());
    }

    private static AzureSinkConfig read(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(Map.of("account", "acct", "container", "backups"));
        settings.putAll(more);
        return AzureSinkConfig.read(SinkSettings.of("test", settings));
    }
}
