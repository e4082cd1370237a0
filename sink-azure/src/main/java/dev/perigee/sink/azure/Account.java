package dev.perigee.sink.azure;

import dev.perigee.api.Secret;
import dev.perigee.api.SettingException;
import dev.perigee.api.SinkSettings;
import dev.perigee.sink.kit.connect.GivenText;
import dev.perigee.sink.kit.connect.ServerAddress;
import dev.perigee.sink.kit.connect.SettingsAtOdds;
import java.net.URI;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A storage account: where it answers, and who we are there.
 *
 * @param name its name
 * @param url what stands before the container in a request, without a slash at its end
 * @param login who we are
 */
record Account(String name, URI url, Login login) {

    private static final String WHOLE = "connection-string";

    private static final String PLACE =
            "has a BlobEndpoint that is none; it takes https://NAME.blob.core.windows.net, or http://HOST:PORT/NAME";

    /** What is wrong with the part of it that stands for a setting; what it holds is nobody's to see. */
    private static final Map<String, String> FIELDS = Map.of(
            WHOLE,
            PLACE,
            "endpoint",
            PLACE,
            "account",
            "names no account; an AccountName, or the one in BlobEndpoint, has 3 to 24 of a-z 0-9",
            "account-key",
            "has an AccountKey that is no key; it takes base64, as the portal shows it",
            "sas-token",
            "has a SharedAccessSignature that is none; it takes sv=…&sig=…, without an address before it");

    /** Who we are. */
    sealed interface Login {

        /** One of the account's two keys, in base64. */
        record SharedKey(Secret key) implements Login {}

        /** A shared access signature, without its question mark. */
        record Sas(Secret token) implements Login {}

        /** What the environment says, else the machine's identity; {@code clientId} where it has several. */
        record Identity(Optional<String> clientId) implements Login {}
    }

    static Account read(SinkSettings settings) {
        SettingsAtOdds.refuse(settings, WHOLE, "account", "endpoint", "account-key", "sas-token", "client-id");
        SettingsAtOdds.refuse(settings, "account-key", "sas-token", "client-id");
        SettingsAtOdds.refuse(settings, "sas-token", "client-id");
        Login login = login(
                settings.secret("account-key"), settings.secret("sas-token"), GivenText.of(settings, "client-id"));
        Optional<String> name = GivenText.of(settings, "account").map(String::strip);
        Optional<String> endpoint = GivenText.of(settings, "endpoint").map(String::strip);
        return settings.secret(WHOLE)
                .map(Account::ofConnectionString)
                .orElseGet(() -> of(name.orElseThrow(Account::missing), endpoint, login));
    }

    private static SettingException missing() {
        return new SettingException("account", "is missing; it takes the storage account's name, or set " + WHOLE);
    }

    /** What the portal shows under "access keys". */
    private static Account ofConnectionString(Secret whole) {
        Map<String, String> fields = fields(whole.reveal());
        Optional<String> name = field(fields, "accountname");
        Optional<Secret> key = field(fields, "accountkey").map(Secret::of);
        Optional<Secret> sas = field(fields, "sharedaccesssignature").map(Secret::of);
        Optional<String> endpoint =
                field(fields, "blobendpoint").or(() -> name.map(account -> standard(account, fields)));
        if (endpoint.isEmpty() || key.isEmpty() == sas.isEmpty() || (key.isPresent() && name.isEmpty())) {
            throw new SettingException(
                    WHOLE,
                    "isn't a whole one; it takes AccountName=…;AccountKey=…, or BlobEndpoint=…;SharedAccessSignature=…");
        }
        try {
            return of(name.orElseGet(() -> nameIn(endpoint.get())), endpoint, login(key, sas, Optional.empty()));
        } catch (SettingException e) {
            throw new SettingException(WHOLE, FIELDS.getOrDefault(e.key(), "can't be used"));
        }
    }

    private static Map<String, String> fields(String text) {
        return Arrays.stream(text.split(";"))
                .filter(field -> field.indexOf('=') > 0)
                .collect(Collectors.toMap(
                        field -> field.substring(0, field.indexOf('=')).strip().toLowerCase(Locale.ROOT),
                        field -> field.substring(field.indexOf('=') + 1).strip(),
                        (one, other) -> other,
                        HashMap::new));
    }

    private static Optional<String> field(Map<String, String> fields, String name) {
        return Optional.ofNullable(fields.get(name)).filter(value -> !value.isEmpty());
    }

    private static String standard(String account, Map<String, String> fields) {
        return field(fields, "defaultendpointsprotocol").orElse("https") + "://" + account + ".blob."
                + field(fields, "endpointsuffix").orElse("core.windows.net");
    }

    private static String nameIn(String endpoint) {
        URI url = ServerAddress.read(WHOLE, endpoint);
        String path = path(url);
        return path.isEmpty() ? ServerAddress.host(url).replaceAll("\\..*", "") : path;
    }

    private static Account of(String name, Optional<String> endpoint, Login login) {
        if (!name.matches("[a-z0-9]{3,24}")) {
            throw new SettingException("account", "is '" + name + "'; it takes 3 to 24 of a-z 0-9");
        }
        URI url = ServerAddress.read("endpoint", endpoint.orElse("https://" + name + ".blob.core.windows.net"));
        if (login instanceof Login.Identity && !url.getScheme().equalsIgnoreCase("https")) {
            throw new SettingException(
                    "endpoint", "is http, where no token is sent; set account-key or sas-token, or make it https");
        }
        return new Account(name, url(name, url), login);
    }

    /** The account stands in the host's name, or in the path at servers that keep several. */
    private static URI url(String name, URI given) {
        String path = path(given);
        boolean bare = ServerAddress.host(given).matches("[^.]*|[0-9.]+|\\[.*");
        if (!path.isEmpty() && !path.equals(name)) {
            throw new SettingException(
                    "endpoint",
                    "has '/" + path + "' behind its host; it takes nothing there but the account: the container has a"
                            + " setting of its own, and what stands before the keys belongs into path");
        }
        boolean inPath = !path.isEmpty() || bare;
        // The SDK goes by the port: with one, the account is in the path; without, in the host.
        String port = given.getPort() >= 0 ? ":" + given.getPort() : inPath ? ":" + standardPort(given) : "";
        if (!inPath && given.getPort() >= 0 && given.getPort() != standardPort(given)) {
            throw new SettingException(
                    "endpoint", "has a port, and no account behind it; it takes http://host:10000/" + name);
        }
        String host = given.getScheme().toLowerCase(Locale.ROOT) + "://" + ServerAddress.host(given);
        return URI.create(inPath ? host + port + "/" + name : host);
    }

    private static int standardPort(URI url) {
        return url.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    }

    private static String path(URI url) {
        return String.valueOf(url.getPath()).replaceAll("^/+|/+$", "");
    }

    private static Login login(Optional<Secret> key, Optional<Secret> sas, Optional<String> clientId) {
        return key.<Login>map(secret -> new Login.SharedKey(base64(secret)))
                .or(() -> sas.map(Account::sas))
                .orElseGet(() -> new Login.Identity(clientId));
    }

    private static Secret base64(Secret key) {
        try {
            Base64.getDecoder().decode(key.reveal());
            return key;
        } catch (IllegalArgumentException e) {
            throw new SettingException("account-key", "is no key; it takes base64, as the portal shows it");
        }
    }

    private static Login sas(Secret token) {
        String text = token.reveal().replaceFirst("^\\?", "");
        if (text.contains("://") || !text.contains("sig=")) {
            throw new SettingException("sas-token", "is none; it takes sv=…&sig=…, without an address before it");
        }
        return new Login.Sas(Secret.of(text));
    }
}
