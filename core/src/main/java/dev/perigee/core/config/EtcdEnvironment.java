package dev.perigee.core.config;

import dev.perigee.api.Secret;
import dev.perigee.api.SettingException;
import dev.perigee.api.SinkSettings;
import dev.perigee.core.words.FailureWords;
import dev.perigee.etcd.client.Password;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads etcdctl's environment variables. */
public final class EtcdEnvironment {

    static final String NO_TEXT = "holds bytes that are no UTF-8";
    private static final String PASSWORD = "ETCDCTL_PASSWORD";

    private final Map<String, String> environment;
    private final boolean passwordApart;
    private final List<Problem> problems = new ArrayList<>();

    private EtcdEnvironment(Map<String, String> environment, boolean passwordApart) {
        this.environment = environment;
        this.passwordApart =
                passwordApart || !environment.getOrDefault(PASSWORD, "").isEmpty();
    }

    /**
     * Reads {@code ETCDCTL_ENDPOINTS, _CACERT, _CERT, _KEY, _INSECURE_SKIP_TLS_VERIFY, _USER} (also
     * {@code name:password}), {@code _PASSWORD, _DIAL_TIMEOUT} and {@code _COMMAND_TIMEOUT}; others are ignored.
     *
     * @param environment the environment variables
     * @param passwordApart whether a password is given elsewhere: then a colon belongs to the user's name
     * @return what they say
     * @throws ConfigException if a value can't be used
     */
    public static ClusterOverrides read(Map<String, String> environment, boolean passwordApart) throws ConfigException {
        EtcdEnvironment reader = new EtcdEnvironment(environment, passwordApart);
        ClusterOverrides said = reader.read();
        if (!reader.problems.isEmpty()) {
            throw new ConfigException(reader.problems);
        }
        return said;
    }

    private ClusterOverrides read() {
        Optional<Login> login = variable("ETCDCTL_USER").map(text -> Login.parse(text, passwordApart));
        return new ClusterOverrides(
                endpoints(),
                variable("ETCDCTL_CACERT").map(Path::of),
                variable("ETCDCTL_CERT").map(Path::of),
                variable("ETCDCTL_KEY").map(Path::of),
                Optional.empty(),
                flag("ETCDCTL_INSECURE_SKIP_TLS_VERIFY"),
                login.map(Login::user),
                variable(PASSWORD)
                        .map(Secret::of)
                        .or(() -> login.flatMap(Login::password))
                        .map(Password::of),
                duration("ETCDCTL_DIAL_TIMEOUT"),
                duration("ETCDCTL_COMMAND_TIMEOUT"),
                Optional.empty());
    }

    private Optional<String> variable(String name) {
        Optional<String> value = Optional.ofNullable(environment.get(name)).filter(text -> !text.isEmpty());
        return value.isEmpty() || isText(value.get()) ? value : problem(name, Optional.empty(), NO_TEXT);
    }

    /** A part that isn't comes as lone surrogates. */
    static boolean isText(String value) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(value);
    }

    private List<String> endpoints() {
        List<String> endpoints =
                Endpoints.split(variable("ETCDCTL_ENDPOINTS").stream().toList());
        endpoints.stream()
                .flatMap(endpoint -> Endpoints.fault(endpoint).stream())
                .forEach(fault -> problem("ETCDCTL_ENDPOINTS", Optional.empty(), fault));
        return endpoints;
    }

    private Optional<Boolean> flag(String name) {
        return variable(name).flatMap(text -> switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "t", "1" -> Optional.of(true);
            case "false", "f", "0" -> Optional.of(false);
            default -> problem(name, Optional.of(text), "is '" + text + "'; it takes true or false");
        });
    }

    private Optional<Duration> duration(String name) {
        return variable(name).flatMap(text -> duration(name, text));
    }

    private Optional<Duration> duration(String name, String text) {
        try {
            Duration span = SinkSettings.of("", Map.of(name, text)).duration(name, Duration.ZERO);
            return span.isPositive()
                    ? Optional.of(span)
                    : problem(name, Optional.of(text), "is '" + text + "'; it takes more than nothing");
        } catch (SettingException e) {
            return problem(name, Optional.of(text), FailureWords.of(e));
        }
    }

    private <T> Optional<T> problem(String name, Optional<String> value, String message) {
        problems.add(new Problem(name, value, message, "environment"));
        return Optional.empty();
    }
}
