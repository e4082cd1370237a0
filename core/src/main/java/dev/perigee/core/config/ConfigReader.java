package dev.perigee.core.config;

import dev.perigee.core.admission.Limits;
import dev.perigee.core.backup.Job;
import dev.perigee.core.catalog.Layout;
import dev.perigee.core.encoding.Identities;
import dev.perigee.core.keys.Redaction;
import dev.perigee.core.signing.Seals;
import dev.perigee.core.signing.SshAgent;
import dev.perigee.core.signing.SshKey;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.source.ClusterSettings;
import dev.perigee.core.spool.SpoolSettings;
import dev.perigee.core.words.FailureWords;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Reads our block, with the defaults for what it lacks. */
final class ConfigReader {

    private static final String CLUSTERS = "clusters";
    private static final String SINKS = "sinks";
    private static final String JOBS = "jobs";
    private static final String HOOKS = "hooks";

    static final String IDENTITIES = "age.identities";

    static final String SIGNING_KEY = "sign.key-file";
    static final String SIGNING_AGENT = "sign.agent";
    private static final String PUBLIC_KEY = "sign.public-key";
    static final String SIGNERS = "trust.signers";

    static final String STATE_DIR = "state-dir";
    static final String RELOAD_ON_CHANGE = "reload-on-change";

    /** Letters of a name: it becomes a folder and part of file names, which have 255 at most. */
    private static final int LONGEST_NAME = 200;

    static final Set<String> BLOCKS_AND_KEYS = Set.of(
            CLUSTERS,
            SINKS,
            JOBS,
            HOOKS,
            STATE_DIR,
            RELOAD_ON_CHANGE,
            "zone",
            "instance",
            "plugins",
            "spool",
            "limits",
            "export",
            "age",
            "sign",
            "trust",
            "http",
            "mode",
            "leader");

    private static final int MOST_AT_ONCE = 1_000;
    private static final String AGENT_VARIABLE = "SSH_AUTH_SOCK";
    private static final String SPOOL_BODIES = "spool.max-backups";
    private static final String SPOOL_BYTES = "spool.max-size";
    private static final String REDACT = "export.redact";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_=+-][A-Za-z0-9._=+-]*");

    private final Block block;
    private final Optional<HoconFile> file;
    private final ConfigRequest request;
    private final Surroundings surroundings;
    private final Problems problems;

    ConfigReader(
            Block block,
            Optional<HoconFile> file,
            ConfigRequest request,
            Surroundings surroundings,
            Problems problems) {
        this.block = block;
        this.file = file;
        this.request = request;
        this.surroundings = surroundings;
        this.problems = problems;
    }

    PerigeeConfig read() throws ConfigException {
        Path stateDir = stateDir();
        ZoneId zone = zone();
        List<Map.Entry<String, Block>> jobBlocks = named(JOBS);
        List<ClusterSettings> clusters =
                new ClustersReader(request, surroundings, problems).read(named(CLUSTERS), jobBlocks);
        List<Map.Entry<String, Block>> sinkBlocks = named(SINKS);
        String instance = instance();
        List<Destination> sinks = sinks(sinkBlocks, new SinkReader(instance, zone));
        JobsReader jobs = new JobsReader(zone, clusters, sinks, sinkBlocks);
        Paces paces = new Paces(jobs.read(jobBlocks, block.has(JOBS)));
        List<Job> read = paces.paced();
        PerigeeConfig config = new PerigeeConfig(
                file.map(HoconFile::path),
                file.map(HoconFile::files).orElse(ConfigFiles.NONE),
                block.read(false, from -> from.flag(RELOAD_ON_CHANGE, false)),
                stateDir,
                instance,
                zone,
                plugins(),
                spool(),
                limits(),
                redaction(),
                identities(),
                seals(sinkBlocks, sinks),
                new HttpReader(block).read(),
                new LeaderReader(block, clusters).read(),
                clusters,
                paces.sinks(sinks),
                read,
                new HooksReader(jobNames(jobBlocks, read)).read(named(HOOKS)));
        refuseUnknown();
        return config;
    }

    /** Also of one that can't be used, so that whoever names it isn't blamed for that. */
    private List<String> jobNames(List<Map.Entry<String, Block>> written, List<Job> read) {
        return block.has(JOBS)
                ? written.stream().map(Map.Entry::getKey).toList()
                : read.stream().map(Job::name).toList();
    }

    private void refuseUnknown() {
        block.refuseUnknown(Set.of(CLUSTERS, SINKS, JOBS, HOOKS));
    }

    /**
     * The flag, else the variable, else the file: who stands nearer to the run wins. What systemd gives a unit is only its
     * default, so that the daemon and an administrator's shell agree where the file says it.
     */
    private Path stateDir() throws ConfigException {
        Optional<Path> written = block.path(STATE_DIR);
        if (written.isPresent() && !written.get().isAbsolute()) {
            block.problem(STATE_DIR, "is '" + written.get() + "'; it takes an absolute path, such as /var/lib/perigee");
        }
        Optional<Path> variable = surroundings.variable("PERIGEE_STATE_DIR").map(Path::of);
        refuseSlip("--state-dir", request.stateDir(), "command line");
        refuseSlip("PERIGEE_STATE_DIR", variable, "environment");
        Optional<Path> unit = surroundings.variable("STATE_DIRECTORY").map(Path::of);
        Path stateDir = request.stateDir()
                .or(() -> variable)
                .or(() -> written)
                .or(() -> unit)
                .orElse(Path.of("/data"))
                .toAbsolutePath()
                .normalize();
        if (stateDir.toString().contains("\ufffd")) {
            block.problem("state-dir", "has a name that is no UTF-8: sinks are told of it as text");
        }
        return stateDir;
    }

    /** Nobody means a folder of such a name beside whatever folder he happens to stand in. */
    private void refuseSlip(String name, Optional<Path> given, String where) {
        String text = given.map(Path::toString).orElse("");
        String why = text.startsWith("~")
                ? ", and only a shell, of a word without quotes, makes a home of ~: write the whole path"
                : text.startsWith("-") ? ", which looks like an option: write a whole path" : "";
        if (!why.isEmpty()) {
            problems.add(new Problem(
                    name,
                    given.map(Path::toString),
                    "is '" + text + "'" + why + ", or ./" + text + " if you mean that",
                    where));
        }
    }

    private ZoneId zone() {
        Optional<String> text = block.text("zone");
        try {
            return text.map(ZoneId::of).orElse(surroundings.zone());
        } catch (DateTimeException e) {
            block.problem("zone", "is '" + text.orElse("") + "'; it takes a name such as Europe/Berlin or UTC");
            return surroundings.zone();
        }
    }

    private String instance() {
        Optional<String> name = block.text("instance");
        if (name.isPresent() && name.get().isBlank()) {
            block.problem("instance", "is blank; leave it out for this machine's name");
        }
        name.filter(text -> text.length() > LONGEST_NAME)
                .ifPresent(text -> block.problem(
                        "instance", "has " + text.length() + " letters; it takes " + LONGEST_NAME + " at most"));
        return name.orElse(surroundings.hostName());
    }

    private List<Path> plugins() {
        List<Path> more = block.texts("plugins").stream().map(Path::of).toList();
        return Stream.concat(
                        surroundings.installation().map(folder -> folder.resolve("plugins")).stream(), more.stream())
                .toList();
    }

    private SpoolSettings spool() {
        SpoolSettings defaults = SpoolSettings.DEFAULT;
        int bodies = block.read(
                defaults.bodies(), from -> from.integer(SPOOL_BODIES, defaults.bodies(), 1, Integer.MAX_VALUE));
        long bytes = block.read(defaults.bytes(), from -> from.bytes(SPOOL_BYTES, defaults.bytes()));
        if (bytes < 1) {
            block.problem(SPOOL_BYTES, "is nothing; a backup has to wait somewhere for a sink that is down");
        }
        return new SpoolSettings(bodies, Math.max(1, bytes));
    }

    private Limits limits() {
        Limits defaults = Limits.DEFAULT;
        return new Limits(limit("limits.runs", defaults.runs()), limit("limits.streams", defaults.streams()));
    }

    private int limit(String key, int byDefault) {
        return block.read(byDefault, from -> from.integer(key, byDefault, 1, MOST_AT_ONCE));
    }

    private List<Pattern> redaction() {
        List<Pattern> patterns = new ArrayList<>();
        for (String text : block.texts(REDACT)) {
            try {
                patterns.addAll(Redaction.patterns(text));
            } catch (PatternSyntaxException e) {
                block.problem(REDACT, "has '" + text + "', which is no regular expression: " + e.getDescription());
            }
        }
        return patterns;
    }

    private Seals seals(List<Map.Entry<String, Block>> sinkBlocks, List<Destination> sinks) throws ConfigException {
        Seals seals = new Seals(block.absolutePath(SIGNING_KEY), block.absolutePath(SIGNERS)).signedBy(agent());
        for (int i = 0; i < sinkBlocks.size(); i++) {
            if (seals.demand() && sinks.get(i).layout() instanceof Layout.Gravity) {
                sinkBlocks
                        .get(i)
                        .getValue()
                        .problem(
                                "layout",
                                "keeps no manifests, so nothing there could be signed," + " as " + SIGNERS
                                        + " demands it");
            }
        }
        return seals;
    }

    /** Where it listens, or that it is the one that the session has. */
    private Optional<SshAgent> agent() throws ConfigException {
        Optional<String> word = block.text(SIGNING_AGENT);
        Optional<String> key = block.text(PUBLIC_KEY);
        if (word.isEmpty() || word.get().matches("false|no|off")) {
            if (key.isPresent()) {
                block.problem(PUBLIC_KEY, "is for " + SIGNING_AGENT + ", which isn't set");
            }
            return Optional.empty();
        }
        if (block.has(SIGNING_KEY)) {
            block.problem(SIGNING_AGENT, "and " + SIGNING_KEY + " exclude each other");
        }
        Optional<Path> socket = socket(word.get());
        return socket.flatMap(path -> publicKey(key).map(open -> new SshAgent(path, open)));
    }

    private Optional<Path> socket(String word) throws ConfigException {
        boolean ours = word.matches("true|yes|on");
        Optional<String> path = ours ? surroundings.variable(AGENT_VARIABLE) : Optional.of(word);
        if (path.filter(text -> Path.of(text).isAbsolute()).isEmpty()) {
            block.problem(
                    SIGNING_AGENT,
                    ours
                            ? "finds no agent: " + AGENT_VARIABLE + " isn't set"
                            : "is '" + word + "'; it takes yes, or the absolute path of an agent's socket");
            return Optional.empty();
        }
        return path.map(Path::of);
    }

    private Optional<SshKey> publicKey(Optional<String> text) {
        if (text.isEmpty()) {
            block.missing(PUBLIC_KEY, "say which of the agent's keys signs, as 'ssh-add -L' shows it");
            return Optional.empty();
        }
        try {
            return Optional.of(SshKey.parse(text.get()));
        } catch (IOException e) {
            block.problem(PUBLIC_KEY, "is no key that can be used: " + FailureWords.of(e));
            return Optional.empty();
        }
    }

    private Identities identities() {
        List<Path> files = new ArrayList<>();
        for (String text : block.texts(IDENTITIES)) {
            Path file = Path.of(text);
            if (file.isAbsolute()) {
                files.add(file);
            } else {
                block.hiddenProblem(
                        IDENTITIES,
                        "has what is no absolute path; it takes absolute paths of files that hold identities");
            }
        }
        return new Identities(files);
    }

    private List<Map.Entry<String, Block>> named(String key) {
        List<Map.Entry<String, Block>> blocks = block.named(key);
        for (Map.Entry<String, Block> entry : blocks) {
            if (!NAME.matcher(entry.getKey()).matches()) {
                entry.getValue()
                        .problem("", "is no good name; it takes letters, digits and . _ = + -, without a dot in front");
            } else if (entry.getKey().length() > LONGEST_NAME) {
                entry.getValue()
                        .problem(
                                "",
                                "has a name of " + entry.getKey().length() + " letters; it takes " + LONGEST_NAME
                                        + " at most");
            }
        }
        return blocks;
    }

    private List<Destination> sinks(List<Map.Entry<String, Block>> written, SinkReader reader) {
        List<Map.Entry<String, Block>> blocks = block.has(SINKS) ? written : Defaults.sinks(problems);
        List<Destination> sinks = blocks.stream()
                .map(entry -> reader.read(entry.getKey(), entry.getValue()))
                .toList();
        if (sinks.isEmpty()) {
            block.problem(SINKS, "has no sink in it; leave it out to keep backups in the state directory");
        }
        return sinks;
    }
}
