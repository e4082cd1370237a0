package dev.perigee.core.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.api.SettingException;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.api.SinkSettings;
import dev.perigee.api.StorageSink;
import dev.perigee.testkit.MemorySink;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class SettingsSurveyTest {

    /** Stops at the first mistake, as providers do. */
    private static StorageSink open(SinkDefinition sink, SinkSettings settings) throws SinkException {
        try {
            if (!URI.create(settings.required("endpoint")).isAbsolute()) {
                throw new SettingException("endpoint", "is '" + settings.required("endpoint") + "'; it takes a URL");
            }
            settings.required("bucket");
            settings.integer("parallel-parts", 4, 1, 64);
            boolean key = settings.secret("access-key").isPresent();
            if (key != settings.secret("secret-key").isPresent()) {
                throw new SettingException("access-key", "and secret-key go together");
            }
            settings.duration("lock.for", Duration.ZERO);
            return new MemorySink();
        } catch (SettingException e) {
            throw new SinkSettingException("sinks." + sink.name() + "." + e.key(), String.valueOf(e.getMessage()));
        }
    }

    @Test
    void aSinkWithoutMistakesHasNoProblems() {
        assertEquals(List.of(), problems(Map.of("endpoint", "http://a", "bucket", "b")));
    }

    @Test
    void aMisspeltKeyIsToldOnceAndIsNotMissingToo() {
        assertEquals(
                List.of("sinks.off.site.bukcet is no setting of a sink of type t; did you mean 'bucket'?"),
                problems(Map.of("endpoint", "http://a", "bukcet", "b")));
        assertEquals(
                List.of(
                        "sinks.off.site.endpiont is no setting of a sink of type t; did you mean 'endpoint'?",
                        "sinks.off.site.endpoint is 'a'; it takes a URL",
                        "sinks.off.site.bucket is missing; a sink of this type needs it"),
                problems(Map.of("endpiont", "a")));
    }

    @Test
    void aKeyWithNothingBehindItIsEmptyAndNotMissing() {
        assertEquals(
                List.of("sinks.off.site.bucket is empty; a sink of this type needs it"),
                problems(Map.of("endpoint", "http://a", "bucket", " ")));
    }

    @Test
    void aPartOfTheSinksNameIsAdvisedToBeQuoted() {
        assertEquals(
                List.of("sinks.off.site.east.bucket is no setting of a sink of type t; if 'off.site.east' is a sink's"
                        + " name, quote it: sinks.\"off.site.east\" { … }"),
                problems(Map.of("endpoint", "http://a", "bucket", "b", "east", Map.of("bucket", "c"))));
    }

    @Test
    void aMisspeltBlockWithNothingInItIsTold() {
        assertEquals(
                List.of("sinks.off.site.lokc is no setting of a sink of type t; did you mean 'lock'?"),
                problems(Map.of("endpoint", "http://a", "bucket", "b", "lokc", Map.of())));
        assertEquals(
                List.of(
                        "sinks.off.site.parallel-parts is no setting of a sink of type t that is a block; it takes a value"),
                problems(Map.of("endpoint", "http://a", "bucket", "b", "parallel-parts", Map.of())));
        assertEquals(List.of(), problems(Map.of("endpoint", "http://a", "bucket", "b", "lock", Map.of())));
    }

    @Test
    void whatComesOfLeavingOutIsNoMistakeOfAnybodys() {
        assertEquals(List.of("sinks.off.site.whole is none"), problemsOf(Map.of("whole", "x"), settings -> {
            settings.secret("whole").ifPresent(_ -> {
                throw new SettingException("whole", "is none");
            });
            settings.string("account").orElseThrow(() -> new SettingException("account", "is missing; or set whole"));
        }));
        assertEquals(
                List.of("sinks.off.site.login-file and login = none are both set"),
                problemsOf(Map.of("login", "none", "login-file", "/f"), settings -> {
                    String login = settings.string("login").orElse("none");
                    if (settings.string("login-file").isPresent()) {
                        throw new SettingException("login-file", "and login = none are both set");
                    }
                    if (!login.equals("none")) {
                        throw new SettingException("login", "is '" + login + "'; it takes none");
                    }
                }));
    }

    private static List<String> problemsOf(Map<String, Object> settings, Consumer<SinkSettings> provider) {
        SinkDefinition sink = new SinkDefinition("off.site", "t", settings);
        return new SettingsSurvey(
                        sink,
                        (definition, given) -> {
                            try {
                                provider.accept(given);
                                return new MemorySink();
                            } catch (SettingException e) {
                                throw new SinkSettingException(
                                        "sinks.off.site." + e.key(), String.valueOf(e.getMessage()));
                            }
                        },
                        UnaryOperator.identity())
                .problems().stream().map(Throwable::getMessage).toList();
    }

    @Test
    void everythingThatIsMissingIsTold() {
        assertEquals(
                List.of(
                        "sinks.off.site.endpoint is missing; a sink of this type needs it",
                        "sinks.off.site.bucket is missing; a sink of this type needs it"),
                problems(Map.of()));
    }

    @Test
    void whatIsWrongIsToldBesideWhatNobodyKnows() {
        assertEquals(
                List.of(
                        "sinks.off.site.endpoint is 'a'; it takes a URL",
                        "sinks.off.site.parallel-parts is 'many'; it takes a whole number from 1 to 64",
                        "sinks.off.site.lock.for is '6M'; it takes a time span such as 500ms, 30s, 5m, 12h, 30d or 2w; m is"
                                + " minutes, and months differ: say days, such as '180d'",
                        "sinks.off.site.colour is no setting of a sink of type t"),
                problems(Map.of(
                        "endpoint", "a",
                        "bucket", "b",
                        "parallel-parts", "many",
                        "lock", Map.of("for", "6M"),
                        "colour", "red")));
    }

    @Test
    void whatFollowsFromAMistakeIsNoSecondOne() {
        assertEquals(
                List.of("sinks.off.site.secret-key-file names /no/file, which doesn't exist"),
                problems(Map.of(
                        "endpoint", "http://a", "bucket", "b", "access-key", "k", "secret-key-file", "/no/file")));
        assertEquals(
                List.of("sinks.off.site.access-key and secret-key go together"),
                problems(Map.of("endpoint", "http://a", "bucket", "b", "access-key", "k")));
    }

    @Test
    void aFileThatIsntThereIsToldBesideWhatIsMissing() {
        assertEquals(
                List.of(
                        "sinks.off.site.bucket is missing; a sink of this type needs it",
                        "sinks.off.site.secret-key-file names /no/file, which doesn't exist"),
                problems(Map.of("endpoint", "http://a", "access-key", "k", "secret-key-file", "/no/file")));
    }

    @Test
    void aPluginThatIsBrokenIsToldOnce() {
        SinkDefinition sink = new SinkDefinition("off.site", "t", Map.of());

        List<SinkException> problems = new SettingsSurvey(
                        sink,
                        (definition, settings) -> {
                            throw new SinkException(Kind.OTHER, "no such plugin");
                        },
                        UnaryOperator.identity())
                .problems();

        assertEquals(1, problems.size());
    }

    private static List<String> problems(Map<String, ?> settings) {
        return new SettingsSurvey(
                        new SinkDefinition("off.site", "t", settings),
                        SettingsSurveyTest::open,
                        UnaryOperator.identity())
                .problems().stream().map(Throwable::getMessage).toList();
    }
}
