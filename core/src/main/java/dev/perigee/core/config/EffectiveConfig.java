package dev.perigee.core.config;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import dev.perigee.core.backup.Job;
import dev.perigee.core.catalog.Layout;
import dev.perigee.core.companions.CompanionSettings;
import dev.perigee.core.copies.ProofSettings;
import dev.perigee.core.delivery.DeliverySettings;
import dev.perigee.core.drill.DrillSettings;
import dev.perigee.core.encoding.AgeRecipient;
import dev.perigee.core.encoding.EncodingSettings;
import dev.perigee.core.history.HistorySettings;
import dev.perigee.core.hook.Hook;
import dev.perigee.core.hook.Way;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.schedule.Schedule;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.sinks.Destination.Access;
import dev.perigee.core.source.ClusterSettings;
import dev.perigee.etcd.client.EtcdSettings;
import dev.perigee.etcd.client.TlsSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Prints the configuration in force as HOCON, with secrets masked. */
public final class EffectiveConfig {

    private EffectiveConfig() {}

    /**
     * Renders every setting that is in force, also those nobody wrote. The file it came from, the installation's plugins
     * and where each sink keeps its backups stand above it as comments, since they aren't set in a file.
     *
     * <p>A sink's own settings aren't known to us, so they are masked by name: whatever has {@code password, passwd,
     * secret, token, credential} or {@code key} in its name, or in that of a block around it, and doesn't end in
     * {@code -file}. The user part of a URL is masked, too.
     *
     * @param config what is in force
     * @param places where the sinks keep their backups, by name
     * @return HOCON, with a line break at the end
     */
    public static String render(PerigeeConfig config, Map<String, String> places) {
        ConfigRenderOptions options = ConfigRenderOptions.defaults()
                .setOriginComments(false)
                .setComments(false)
                .setJson(false);
        String hocon = ConfigValueFactory.fromMap(Map.of(HoconFile.BLOCK, block(config)))
                .render(options);
        return head(config, places) + hocon;
    }

    /**
     * Renders the same settings, masked in the same way, as JSON. What {@link #render} has in comments stands beside them.
     *
     * @param config what is in force
     * @param places where the sinks keep their backups, by name
     * @return an object on one line, with a line break at the end
     */
    public static String json(PerigeeConfig config, Map<String, String> places) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("file", config.source().map(Path::toString).orElse(""));
        document.put("state-dir", config.stateDir().toString());
        document.put(
                "plugins",
                config.pluginDirectories().stream().map(Path::toString).toList());
        document.put("places", places);
        document.put(HoconFile.BLOCK, block(config));
        return ConfigValueFactory.fromMap(document).render(ConfigRenderOptions.concise()) + "\n";
    }

    private static Map<String, Object> block(PerigeeConfig config) {
        Map<String, Object> block = new LinkedHashMap<>();
        block.put("state-dir", config.stateDir().toString());
        block.put(ConfigReader.RELOAD_ON_CHANGE, config.reloadOnChange());
        block.put("instance", config.instance());
        block.put("zone", config.zone().getId());
        block.put(
                "spool",
                Map.of(
                        "max-backups", config.spool().bodies(),
                        "max-size", config.spool().bytes()));
        block.put(
                "limits",
                Map.of(
                        "runs", config.limits().runs(),
                        "streams", config.limits().streams()));
        block.put(
                "export",
                Map.of(
                        "redact",
                        config.redaction().stream().map(Pattern::pattern).toList()));
        block.put(
                "age",
                Map.of(
                        "identities",
                        config.identities().files().stream().map(Path::toString).toList()));
        config.seals().key().ifPresent(file -> block.put("sign", Map.of("key-file", file.toString())));
        config.seals()
                .agent()
                .ifPresent(agent -> block.put(
                        "sign",
                        Map.of(
                                "agent",
                                agent.socket().toString(),
                                "public-key",
                                agent.publicKey().text())));
        config.seals().signers().ifPresent(file -> block.put("trust", Map.of("signers", file.toString())));
        config.http().ifPresent(http -> block.put("http", http(http)));
        block.put("mode", config.leader().isPresent() ? "leader" : "per-node");
        config.leader()
                .ifPresent(leader -> block.put(
                        "leader",
                        Map.of(
                                "cluster", leader.cluster(),
                                "ttl", Spans.text(leader.ttl()),
                                "prefix", leader.prefix())));
        block.put("clusters", clusters(config));
        block.put("sinks", sinks(config));
        block.put("jobs", jobs(config));
        block.put("hooks", hooks(config));
        return block;
    }

    private static Map<String, Object> http(HttpSettings http) {
        Map<String, Object> block = new LinkedHashMap<>();
        block.put("listen", (http.host().contains(":") ? "[" + http.host() + "]" : http.host()) + ":" + http.port());
        http.tls().ifPresent(tls -> block.put("tls", tls(tls)));
        block.put("read-tokens", http.readTokens().stream().map(Path::toString).toList());
        block.put(
                "operate-tokens",
                http.operateTokens().stream().map(Path::toString).toList());
        block.put("gravity-metrics", http.gravityMetrics());
        return block;
    }

    private static Map<String, Object> tls(HttpSettings.HttpTls tls) {
        Map<String, Object> block = new LinkedHashMap<>();
        block.put("cert", tls.certificate().toString());
        block.put("key", tls.key().toString());
        tls.clientAuthorities().ifPresent(path -> block.put("client-ca", path.toString()));
        block.put("clients-may", tls.clientsMay().name().toLowerCase(Locale.ROOT));
        return block;
    }

    private static String head(PerigeeConfig config, Map<String, String> places) {
        StringBuilder head = new StringBuilder();
        head.append("# file: ")
                .append(config.source().map(Path::toString).orElse("none, these are the defaults"))
                .append('\n');
        config.pluginDirectories()
                .forEach(folder -> head.append("# plugins: ").append(folder).append('\n'));
        places.forEach((sink, place) -> head.append("# sink '")
                .append(sink)
                .append("' keeps its backups at ")
                .append(place)
                .append('\n'));
        return head.toString();
    }

    private static Map<String, Object> clusters(PerigeeConfig config) {
        Map<String, Object> clusters = new LinkedHashMap<>();
        config.clusters().forEach(cluster -> clusters.put(cluster.name(), cluster(cluster)));
        return clusters;
    }

    private static Map<String, Object> cluster(ClusterSettings cluster) {
        EtcdSettings etcd = cluster.etcd();
        Map<String, Object> block = new LinkedHashMap<>();
        block.put("endpoints", etcd.endpoints().stream().map(URI::toString).toList());
        etcd.tls().ifPresent(tls -> block.put("tls", tls(tls)));
        etcd.credentials().ifPresent(credentials -> {
            block.put("user", credentials.user());
            block.put("password", SecretNames.MASK);
        });
        block.put("dial-timeout", Spans.text(etcd.dialTimeout()));
        block.put("command-timeout", Spans.text(etcd.commandTimeout()));
        block.put("idle-timeout", Spans.text(etcd.idleTimeout()));
        block.put("compare", cluster.compare().on());
        block.put("compare-timeout", Spans.text(cluster.compare().timeout()));
        return block;
    }

    private static Map<String, Object> tls(TlsSettings tls) {
        Map<String, Object> block = new LinkedHashMap<>();
        tls.ca().ifPresent(path -> block.put("ca", path.toString()));
        tls.certificate().ifPresent(path -> block.put("cert", path.toString()));
        tls.key().ifPresent(path -> block.put("key", path.toString()));
        tls.serverName().ifPresent(name -> block.put("server-name", name));
        block.put("insecure-skip-verify", tls.insecureSkipVerify());
        return block;
    }

    private static Map<String, Object> sinks(PerigeeConfig config) {
        Map<String, Object> sinks = new LinkedHashMap<>();
        config.sinks().forEach(sink -> sinks.put(sink.name(), sink(sink)));
        return sinks;
    }

    private static Map<String, Object> sink(Destination sink) {
        Map<String, Object> block = new LinkedHashMap<>(masked(sink.sink().settings(), false));
        block.put("type", sink.sink().type());
        block.put("retention", retention(sink.retention()));
        DeliverySettings delivery = sink.delivery();
        block.put(
                "retry",
                Map.of(
                        "attempts", delivery.attempts(),
                        "backoff", Spans.text(delivery.firstBackoff()),
                        "max-backoff", Spans.text(delivery.longestBackoff())));
        block.put("stall-timeout", Spans.text(delivery.stallTimeout()));
        delivery.bytesPerSecond().ifPresent(bytes -> block.put("bandwidth", bytes));
        block.put("access", sink.access() == Access.FULL ? "full" : "write-only");
        block.put("layout", layout(sink.layout()));
        block.put("format", sink.format().name().toLowerCase(Locale.ROOT));
        if (!sink.encoding().isPlain()) {
            block.put("encoding", encoding(sink.encoding()));
        }
        return block;
    }

    private static Object layout(Layout layout) {
        return switch (layout) {
            case Layout.Standard standard -> "perigee";
            case Layout.Gravity gravity ->
                Map.of("type", "gravity", "version", gravity.version(), "instance", gravity.instance());
        };
    }

    private static Map<String, Object> encoding(EncodingSettings encoding) {
        Map<String, Object> block = new LinkedHashMap<>();
        block.put("zstd", encoding.zstd().isPresent() ? encoding.zstd().getAsInt() : "off");
        if (encoding.isEncrypted()) {
            List<String> recipients =
                    encoding.recipients().stream().map(AgeRecipient::text).toList();
            block.put("age", Map.of("recipients", recipients));
        }
        return block;
    }

    private static Map<String, Object> retention(RetentionRules rules) {
        Map<String, Object> block = new LinkedHashMap<>();
        rules.keepLast().ifPresent(count -> block.put("keep-last", count));
        rules.keepWithin().ifPresent(span -> block.put("keep-within", Spans.text(span)));
        rules.keepPer().forEach((period, count) -> block.put(period.key(), count));
        return block;
    }

    private static Map<String, Object> masked(Map<?, ?> settings, boolean withinSecret) {
        Map<String, Object> block = new LinkedHashMap<>();
        settings.forEach((key, value) -> {
            String name = String.valueOf(key);
            if (value != null) {
                block.put(name, masked(value, withinSecret || SecretNames.isSecret(name)));
            }
        });
        return block;
    }

    private static Object masked(Object value, boolean secret) {
        return switch (value) {
            case Map<?, ?> nested -> masked(nested, secret);
            case List<?> list -> list.stream().map(item -> masked(item, secret)).toList();
            case Object scalar when secret -> SecretNames.MASK;
            case String text -> SecretNames.shown(text);
            default -> value;
        };
    }

    private static Map<String, Object> hooks(PerigeeConfig config) {
        Map<String, Object> hooks = new LinkedHashMap<>();
        config.hooks().forEach(hook -> hooks.put(hook.name(), hook(hook)));
        return hooks;
    }

    private static Map<String, Object> hook(Hook hook) {
        Map<String, Object> block = new LinkedHashMap<>();
        block.put("on", hook.on().stream().map(EffectiveConfig::word).sorted().toList());
        block.put("jobs", hook.jobs());
        block.put("attempts", hook.attempts());
        block.put("timeout", Spans.text(hook.timeout()));
        block.put("per-hour", hook.perHour());
        switch (hook.way()) {
            case Way.Program program -> {
                block.put("type", "command");
                block.put(
                        "command",
                        program.words().stream().map(SecretNames::shown).toList());
            }
            case Way.Webhook webhook -> {
                block.put("type", "webhook");
                block.put("url", SecretNames.MASK);
                block.put("format", word(webhook.form()));
                webhook.key().ifPresent(key -> block.put("signing-key", SecretNames.MASK));
            }
            case Way.StatusKey key -> {
                block.put("type", "status-key");
                block.put("prefix", key.prefix());
            }
            case Way.Heartbeat heartbeat -> {
                block.put("type", "heartbeat");
                block.put("url", SecretNames.MASK);
            }
        }
        return block;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, Object> jobs(PerigeeConfig config) {
        Map<String, Object> jobs = new LinkedHashMap<>();
        for (Job job : config.jobs()) {
            jobs.put(job.name(), job(job));
        }
        return jobs;
    }

    private static Map<String, Object> job(Job job) {
        Map<String, Object> block = new LinkedHashMap<>(settings(job));
        job.companions().ifPresent(companions -> block.put("companions", companions(companions)));
        job.history().ifPresent(history -> block.put("history", history(history)));
        return block;
    }

    private static Map<String, Object> history(HistorySettings history) {
        Map<String, Object> block = new LinkedHashMap<>();
        block.put("flush", Spans.text(history.flush()));
        block.put("keep", Spans.text(history.keep()));
        block.put("pack-size", history.packBytes());
        block.put("spool", history.spoolBytes());
        block.put("seal-every", Spans.text(history.sealEvery()));
        return block;
    }

    private static Map<String, Object> companions(CompanionSettings companions) {
        Map<String, Object> block = new LinkedHashMap<>();
        block.put("files", companions.files());
        if (companions.encoding().isEncrypted()) {
            block.put(
                    "recipients",
                    companions.encoding().recipients().stream()
                            .map(AgeRecipient::text)
                            .toList());
        } else {
            block.put("unencrypted", true);
        }
        if (!companions.sinks().isEmpty()) {
            block.put("sinks", companions.sinks());
        }
        return block;
    }

    private static Map<String, Object> settings(Job job) {
        ProofSettings verify = job.verify();
        return Map.of(
                "cluster",
                job.cluster().name(),
                "schedule",
                text(job.schedule()),
                "sinks",
                job.destinations().stream().map(Destination::name).toList(),
                "verify",
                Map.of(
                        "schedule", text(verify.schedule()),
                        "newest", verify.newest(),
                        "sample", verify.sample(),
                        "all-sinks", verify.allSinks()),
                "drill",
                settings(job.drill()));
    }

    private static Map<String, Object> settings(DrillSettings drill) {
        Map<String, Object> block = new LinkedHashMap<>();
        block.put("schedule", text(drill.schedule()));
        block.put("etcd", drill.etcd().stream().map(Path::toString).toList());
        block.put("members", drill.members());
        block.put("user", drill.user().orElse("nobody"));
        block.put("timeout", Spans.text(drill.timeout()));
        block.put("limit", Spans.text(drill.limit()));
        return block;
    }

    private static String text(Optional<Schedule> schedule) {
        return schedule.map(Schedule::text).orElse("none");
    }
}
