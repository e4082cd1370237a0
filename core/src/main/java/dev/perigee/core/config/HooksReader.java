package dev.perigee.core.config;

import dev.perigee.api.Secret;
import dev.perigee.core.hook.Hook;
import dev.perigee.core.hook.Occasion;
import dev.perigee.core.hook.Way;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the {@code hooks}. */
final class HooksReader {

    static final String PROGRAM = "it takes a list: the program's absolute path, then its arguments";

    private static final int MOST_ATTEMPTS = 100;
    private static final int MOST_PER_HOUR = 10_000;
    private static final int ATTEMPTS = 5;
    private static final int PER_HOUR = 60;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** What {@code on} takes. */
    private static final String ALL =
            EnumSet.allOf(Occasion.class).stream().map(HooksReader::word).collect(Collectors.joining(", "));

    /** What {@code type} takes, and which keys mean nothing with it. */
    private enum Type {
        COMMAND("url", "url-file", "format", "signing-key", "signing-key-file", "prefix"),
        WEBHOOK("command", "prefix"),
        HEARTBEAT("on", "per-hour", "command", "format", "signing-key", "signing-key-file", "prefix"),
        STATUS_KEY("on", "command", "url", "url-file", "format", "signing-key", "signing-key-file");

        private final List<String> idle;

        Type(String... idle) {
            this.idle = List.of(idle);
        }

        private String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final List<String> jobs;

    HooksReader(List<String> jobs) {
        this.jobs = jobs;
    }

    List<Hook> read(List<Map.Entry<String, Block>> blocks) {
        List<Hook> hooks = new ArrayList<>();
        blocks.forEach(entry -> read(entry.getKey(), entry.getValue()).ifPresent(hooks::add));
        return hooks;
    }

    private Optional<Hook> read(String name, Block block) {
        Set<Occasion> on = occasions(block);
        List<String> named = named(block);
        int attempts = block.read(ATTEMPTS, from -> from.integer("attempts", ATTEMPTS, 1, MOST_ATTEMPTS));
        int perHour = block.read(PER_HOUR, from -> from.integer("per-hour", PER_HOUR, 1, MOST_PER_HOUR));
        Duration timeout = block.span("timeout").orElse(TIMEOUT);
        Optional<Way> way = way(block);
        block.refuseUnknown(Set.of());
        return way.map(how -> new Hook(name, on, named, how, attempts, timeout, perHour));
    }

    private static Set<Occasion> occasions(Block block) {
        Set<Occasion> on = EnumSet.noneOf(Occasion.class);
        for (String word : listed(block, "on", "is empty; leave it out for failure", "failure")) {
            Optional<Occasion> occasion = EnumSet.allOf(Occasion.class).stream()
                    .filter(each -> word(each).equals(word))
                    .findFirst();
            occasion.ifPresentOrElse(on::add, () -> block.problem("on", "has '" + word + "'; it takes " + ALL));
        }
        return on;
    }

    private static String word(Occasion occasion) {
        return occasion.name().toLowerCase(Locale.ROOT);
    }

    /** What isn't written means what it does by default, and what is written and says nothing, nothing. */
    private static List<String> listed(Block block, String key, String empty, String... byDefault) {
        List<String> given = block.texts(key, empty);
        if (given.isEmpty() && block.has(key)) {
            block.problem(key, empty);
        }
        return given.isEmpty() ? List.of(byDefault) : given;
    }

    private List<String> named(Block block) {
        List<String> named = listed(block, "jobs", "is empty; leave it out for all jobs");
        named.stream()
                .filter(job -> !jobs.contains(job))
                .forEach(job -> block.problem(
                        "jobs", "names '" + job + "', which is no job; there are " + String.join(", ", jobs)));
        return named;
    }

    /** All keys are asked for, whatever the type, so that one in the wrong place is said so and not called unknown. */
    private Optional<Way> way(Block block) {
        List<String> words = block.texts("command", "is empty; " + PROGRAM);
        Optional<Secret> url = block.read(Optional.empty(), from -> from.secret("url"));
        Optional<Secret> key = block.read(Optional.empty(), from -> from.secret("signing-key"));
        String prefix = block.text("prefix").orElse("");
        Way.Form form = block.read(Way.Form.GENERIC, from -> from.choice("format", Way.Form.GENERIC));
        if (block.text("type").isEmpty()) {
            block.missing("type", "it takes command, webhook, heartbeat, status-key");
            return Optional.empty();
        }
        Type type = block.read(Type.COMMAND, from -> from.choice("type", Type.COMMAND));
        type.idle.stream()
                .filter(block::has)
                .forEach(idle -> block.hiddenProblem(
                        idle,
                        "means nothing to a hook of type " + type.word() + "; leave it out" + instead(type, idle)));
        return switch (type) {
            case COMMAND -> program(block, words);
            case WEBHOOK -> checked(block, url).map(to -> new Way.Webhook(to, form, key));
            case HEARTBEAT -> checked(block, url).map(Way.Heartbeat::new);
            case STATUS_KEY -> Optional.of(new Way.StatusKey(prefix.replaceFirst("/+$", "")));
        };
    }

    private static String instead(Type type, String key) {
        return type == Type.HEARTBEAT && key.equals("on") ? ": a heartbeat has its own times, and heeds 'jobs'" : "";
    }

    private static Optional<Way> program(Block block, List<String> words) {
        if (words.isEmpty()) {
            block.missing("command", PROGRAM);
            return Optional.empty();
        }
        if (!words.getFirst().startsWith("/")) {
            block.problem(
                    "command", "starts with '" + words.getFirst() + "'; it takes a program's absolute path first");
            return Optional.empty();
        }
        return Optional.of(new Way.Program(words));
    }

    /** A URL is as good as a password with many receivers: no message has it. */
    private static Optional<Secret> checked(Block block, Optional<Secret> url) {
        if (url.isEmpty()) {
            if (!block.has("url")
                    && !block.has("url-file")
                    && block.misspelt("url").isEmpty()) {
                block.problem("", "has no url, nor a url-file");
            }
            return Optional.empty();
        }
        if (!isHttp(url.get().reveal())) {
            block.problem("", "has a url that is none of http or https with a host, and a port up to 65535");
            return Optional.empty();
        }
        return url;
    }

    private static boolean isHttp(String text) {
        try {
            URI uri = new URI(text);
            return Set.of("http", "https").contains(String.valueOf(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getPort() <= 65535;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
