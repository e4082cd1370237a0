package dev.perigee.core.config;

import dev.perigee.core.disk.Folders;
import dev.perigee.core.disk.GivenFile;
import dev.perigee.core.disk.PrivateFile;
import dev.perigee.core.encoding.EncodingSettings;
import dev.perigee.core.encoding.Identities;
import dev.perigee.core.signing.Seals;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.words.FailureWords;
import dev.perigee.etcd.client.TlsSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at the files and folders that a configuration names: whether they are there, and whether this user may. */
final class NamedFiles {

    private static final List<String> PEM = List.of("tls.ca", "tls.cert", "tls.key");

    private final Block block;
    private final PerigeeConfig config;
    private final Problems problems;

    NamedFiles(Block block, PerigeeConfig config, Problems problems) {
        this.block = block;
        this.config = config;
        this.problems = problems;
    }

    void check() {
        block.named("clusters").forEach(cluster -> PEM.forEach(key -> readable(cluster.getValue(), key)));
        block.named("clusters").forEach(cluster -> certificates(cluster.getValue(), ""));
        block.named("clusters")
                .forEach(cluster -> warnIfOpen(cluster.getValue(), "tls.key", "log in to etcd as this machine does"));
        warnIfOpen(block, "http.tls.key", "answer in this daemon's name");
        HttpReader.FILES.forEach(key -> readable(block, key));
        certificates(block, "http.");
        HttpReader.FILE_LISTS.forEach(this::allReadable);
        HttpReader.FILE_LISTS.forEach(this::tokens);
        plugins();
        identities();
        seals();
        stateDir();
        block.named("hooks").forEach(hook -> program(hook.getValue()));
        block.named("jobs").forEach(job -> drill(job.getKey(), job.getValue()));
    }

    /** What a connection would say of them, once each is there. */
    private static void certificates(Block block, String prefix) {
        String own = prefix + "tls.cert";
        String authorities = prefix + (prefix.isEmpty() ? "tls.ca" : "tls.client-ca");
        Optional<Path> certificate = usable(block, own);
        Optional<Path> key = usable(block, prefix + "tls.key");
        boolean pair = certificate.isPresent() && key.isPresent();
        TlsSettings tls = new TlsSettings(
                usable(block, authorities),
                certificate.filter(_ -> pair),
                key.filter(_ -> pair),
                Optional.empty(),
                false);
        tls.authoritiesFault().ifPresent(what -> block.problem(authorities, "can't be used: " + what));
        tls.ownFault().ifPresent(what -> block.problem(own, "can't be used with its key: " + what));
    }

    private static void warnIfOpen(Block block, String key, String power) {
        usable(block, key).ifPresent(file -> PrivateFile.warnIfOpen(file, power));
    }

    private static Optional<Path> usable(Block block, String key) {
        Optional<Path> file = block.path(key);
        return file.filter(Path::isAbsolute).filter(path -> unreadable(path).isEmpty());
    }

    private void tokens(String key) {
        block.texts(key).stream()
                .map(Path::of)
                .filter(Path::isAbsolute)
                .filter(file -> unreadable(file).isEmpty())
                .filter(NamedFiles::holdsNoToken)
                .forEach(file -> block.problem(
                        key,
                        "names " + file + ", whose first line is no token: it takes " + HttpSettings.SHORTEST_TOKEN
                                + " letters at least"));
    }

    private static boolean holdsNoToken(Path file) {
        try (InputStream in = GivenFile.open(file)) {
            String text = new String(in.readNBytes(HttpSettings.LONGEST_TOKEN), StandardCharsets.UTF_8);
            return text.lines().findFirst().orElse("").strip().length() < HttpSettings.SHORTEST_TOKEN;
        } catch (IOException e) {
            return false; // told as unreadable
        }
    }

    private void drill(String name, Block job) {
        job.texts("drill.etcd").stream()
                .map(Path::of)
                .filter(Path::isAbsolute)
                .flatMap(binary -> notRunnable(binary).stream())
                .forEach(what -> job.problem("drill.etcd", what));
        config.jobs().stream()
                .filter(each -> each.name().equals(name))
                .flatMap(each -> each.drill().foreign().stream())
                .forEach(what -> job.problem("drill.etcd", "names " + what));
        config.jobs().stream()
                .filter(each -> each.name().equals(name))
                .flatMap(each -> each.drill().unknownUser().stream())
                .forEach(user ->
                        job.problem("drill.user", "is '" + user + "', and there is no such user on this machine"));
    }

    private static Optional<String> notRunnable(Path program) {
        if (!Files.exists(program)) {
            return Optional.of("names " + program + ", which doesn't exist");
        }
        return Files.isExecutable(program) && !Files.isDirectory(program)
                ? Optional.empty()
                : Optional.of("names " + program + ", which is no program that this user may run");
    }

    private static void program(Block hook) {
        hook.texts("command", "is empty; " + HooksReader.PROGRAM).stream()
                .findFirst()
                .map(Path::of)
                .filter(Path::isAbsolute) // another one is told by itself
                .flatMap(NamedFiles::notRunnable)
                .ifPresent(what -> hook.problem("command", what));
    }

    private static void readable(Block cluster, String key) {
        Optional<Path> file = cluster.path(key);
        file.flatMap(NamedFiles::unreadable).ifPresent(what -> cluster.problem(key, what));
    }

    private void allReadable(String key) {
        block.texts(key).stream()
                .map(Path::of)
                .filter(Path::isAbsolute) // what is none may be a token
                .flatMap(file -> unreadable(file).stream())
                .forEach(what -> block.problem(key, what));
    }

    private static Optional<String> unreadable(Path file) {
        if (!Files.exists(file)) {
            return Optional.of("names " + file + ", which doesn't exist");
        }
        return GivenFile.isReadable(file)
                ? Optional.empty()
                : Optional.of("names " + file + ", which can't be read as a file by this user");
    }

    private void plugins() {
        block.texts("plugins").stream()
                .map(Path::of)
                .filter(folder -> !Files.isDirectory(folder))
                .forEach(folder -> block.problem("plugins", "names " + folder + ", which is no folder"));
    }

    /** What is encrypted here must be readable here, where anything is: each backup is tried before it counts. */
    private void identities() {
        for (Map.Entry<String, Block> sink : block.named("sinks")) {
            Optional<EncodingSettings> encoding = config.sink(sink.getKey()).map(Destination::encoding);
            if (encoding.isPresent() && encoding.get().isEncrypted()) {
                unreadable(encoding.get()).ifPresent(what -> sink.getValue().problem(EncodingReader.RECIPIENTS, what));
            }
        }
        config.identities().faults().forEach(what -> block.problem(ConfigReader.IDENTITIES, "can't be used: " + what));
    }

    private void seals() {
        Seals seals = config.seals();
        String signing = seals.agent().isPresent() ? ConfigReader.SIGNING_AGENT : ConfigReader.SIGNING_KEY;
        if (areUsable(signing, new Seals(seals.key(), Optional.empty()).signedBy(seals.agent()))
                & areUsable(ConfigReader.SIGNERS, new Seals(Optional.empty(), seals.signers()))) {
            areUsable(signing, seals);
        }
        if (records() && seals.demand() && !seals.signs()) {
            block.problem(
                    ConfigReader.SIGNERS,
                    "demands signatures, and nothing is signed here: no history that is"
                            + " recorded here is believed");
        }
    }

    private boolean records() {
        return config.jobs().stream().anyMatch(job -> job.history().isPresent());
    }

    private List<Seals.Purpose> signed() {
        return records() ? List.of(Seals.Purpose.values()) : List.of(Seals.Purpose.MANIFEST, Seals.Purpose.LEDGER);
    }

    private boolean areUsable(String key, Seals seals) {
        try {
            seals.check(signed())
                    .ifPresent(what ->
                            block.problem(key, "signs what " + ConfigReader.SIGNERS + " doesn't believe: " + what));
            return true;
        } catch (IOException e) {
            block.problem(key, "can't be used: " + FailureWords.of(e));
            return false;
        }
    }

    private Optional<String> unreadable(EncodingSettings encoding) {
        Identities identities = config.identities();
        try {
            return identities.isEmpty()
                            || !identities.faults().isEmpty() // told by themselves
                            || identities.open(encoding.recipients())
                    ? Optional.empty()
                    : Optional.of("names nobody whose identity is among " + ConfigReader.IDENTITIES
                            + ", so that no backup could be tried before it counts");
        } catch (IOException e) {
            return Optional.empty(); // the backup will tell
        }
    }

    private void stateDir() {
        Optional<String> what = Folders.unwritable(config.stateDir());
        if (what.isPresent() && block.has(ConfigReader.STATE_DIR)) {
            block.problem(ConfigReader.STATE_DIR, "names " + what.get());
        } else if (what.isPresent()) {
            String message = "is " + what.get() + "; give another one with --state-dir, in PERIGEE_STATE_DIR, or as"
                    + " state-dir in the configuration";
            problems.add(new Problem("", Optional.empty(), message, "state directory"));
        }
    }
}
