package dev.perigee.test.servers;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A real etcd member on loopback, with a data directory of its own. Runs until it is closed, and never longer than this
 * JVM. Used by one thread.
 *
 * <pre>{@code
 * try (RealEtcd etcd = RealEtcd.start("3.6")) {
 *     etcd.load(1_000, 100);
 *     etcd.etcdctl("snapshot", "save", file.toString()).orFail();
 * }
 * }</pre>
 */
public final class RealEtcd implements AutoCloseable {

    private static final int PORTS_TO_TRY = 5;

    private final EtcdRecipe recipe;
    private final EtcdMember member;
    private final String initialCluster;
    private final Path directory;
    private final Path dataDir;
    private final Map<String, String> environment;
    private ServerProcess process;

    RealEtcd(EtcdRecipe recipe, EtcdMember member, String initialCluster) {
        Path directory = Directories.temporary("etcd-" + recipe.version());
        this(recipe, member, initialCluster, directory, directory.resolve("data"), Map.of());
    }

    private RealEtcd(
            EtcdRecipe recipe,
            EtcdMember member,
            String initialCluster,
            Path directory,
            Path dataDir,
            Map<String, String> environment) {
        this.recipe = recipe;
        this.member = member;
        this.initialCluster = initialCluster;
        this.directory = directory;
        this.dataDir = dataDir;
        this.environment = environment;
        this.process = launch();
    }

    /**
     * Launches a member on a data directory that is there already, with {@code ETCD_VERIFY=all}. Doesn't wait: in a
     * cluster, none is healthy before the others run. The directory stays when it is closed.
     *
     * @param recipe version and flags
     * @param name its name
     * @param peerPort the loopback port of its peer URL, {@code http://127.0.0.1:PORT}
     * @param dataDir its data directory
     * @return the server; call {@link #awaitHealthy()}
     */
    public static RealEtcd launchOn(EtcdRecipe recipe, String name, int peerPort, Path dataDir) {
        EtcdMember member = new EtcdMember(name, Ports.free(), peerPort, Ports.free());
        Path logs = Directories.temporary("etcd-" + recipe.version());
        return new RealEtcd(recipe, member, member.initialClusterEntry(), logs, dataDir, Map.of("ETCD_VERIFY", "all"));
    }

    /**
     * Starts a single member on free ports; returns when it is healthy.
     *
     * @param version the minor version, {@code "3.4"} to {@code "3.7"}
     * @param flags extra flags, each {@code --name=value}
     * @return the running server
     * @throws AssertionError if it isn't installed, or doesn't become healthy: with its log
     */
    public static RealEtcd start(String version, String... flags) {
        return start(EtcdRecipe.of(version).with(flags));
    }

    static RealEtcd start(EtcdRecipe recipe) {
        AssertionError last = new AssertionError("unreachable");
        for (int attempt = 0; attempt < PORTS_TO_TRY; attempt++) {
            EtcdMember member = EtcdMember.onFreePorts("default");
            RealEtcd etcd = new RealEtcd(recipe, member, member.initialClusterEntry());
            try {
                etcd.awaitHealthy();
                return etcd;
            } catch (AssertionError failed) {
                last = failed;
                etcd.close();
                if (!portWasTaken(failed)) {
                    throw failed;
                }
            }
        }
        throw last;
    }

    static boolean portWasTaken(AssertionError failed) {
        return String.valueOf(failed.getMessage()).contains("address already in use");
    }

    /**
     * Its version.
     *
     * @return the minor version it was started as, {@code "3.6"}
     */
    public String version() {
        return recipe.version();
    }

    /**
     * Its client URL.
     *
     * @return {@code http://127.0.0.1:PORT}, or {@code https://…}
     */
    public URI endpoint() {
        return URI.create(recipe.scheme() + "://127.0.0.1:" + member.clientPort());
    }

    /**
     * Its data directory; {@code member/} is in it. Stays through restarts, and is deleted by {@link #close()} unless it
     * was there before.
     *
     * @return an absolute path
     */
    public Path dataDir() {
        return dataDir;
    }

    /**
     * All it has logged since the first start.
     *
     * @return text
     */
    public String log() {
        return process.log();
    }

    /**
     * Its process id; another one after a restart.
     *
     * @return the id
     */
    public long pid() {
        return process.pid();
    }

    /** SIGTERM; returns when it is gone. */
    public void stop() {
        process.stop();
    }

    /** SIGKILL; returns when it is gone. */
    public void kill() {
        process.kill();
    }

    /** Stops it if it runs; starts it on the same ports and data directory; returns when it is healthy. */
    public void restart() {
        process.stop();
        process = launch();
        awaitHealthy();
    }

    /** Starts it again after {@link #stop()} on the same ports and data directory, and doesn't wait. */
    public void launchAgain() {
        process = launch();
    }

    /** Returns when this member says that it is healthy: for a member of a cluster, that there is a leader. */
    public void awaitHealthy() {
        EtcdHealth.await(member, process);
    }

    /**
     * Runs the etcdctl of the same version against this member, with the certificates it needs and with more patience
     * than it has by itself: a busy machine may need long to elect a leader.
     *
     * @param arguments without {@code --endpoints} and TLS flags
     * @return the outcome
     */
    public CommandResult etcdctl(String... arguments) {
        return etcdctlWith("", arguments);
    }

    /**
     * The same with a text on its standard input.
     *
     * @param input the text
     * @param arguments its arguments
     * @return the outcome
     */
    public CommandResult etcdctlWith(String input, String... arguments) {
        return etcdctlOf(recipe.version(), input, arguments);
    }

    /**
     * Runs the etcdctl of another version against this member.
     *
     * @param client the version
     * @param input what is on its standard input
     * @param arguments its arguments
     * @return the outcome
     */
    public CommandResult etcdctlOf(String client, String input, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(InstalledServer.binary(installed(client), "etcdctl").toString());
        command.addAll(List.of("--endpoints=" + endpoint(), "--dial-timeout=10s", "--command-timeout=60s"));
        command.addAll(recipe.clientFlags());
        command.addAll(List.of(arguments));
        return Command.run(Map.of("ETCDCTL_API", "3"), input, command);
    }

    /**
     * Runs the etcdutl of the same version; 3.4 has none.
     *
     * @param arguments its arguments
     * @return the outcome
     */
    public CommandResult etcdutl(String... arguments) {
        return etcdutlOf(recipe.version(), arguments);
    }

    /**
     * Runs the etcdutl of any version; needs no server.
     *
     * @param version the minor version, {@code "3.5"} to {@code "3.7"}
     * @param arguments its arguments
     * @return the outcome
     */
    public static CommandResult etcdutlOf(String version, String... arguments) {
        Path etcdutl = InstalledServer.binary(installed(version), "etcdutl");
        return Command.run(
                Map.of(),
                Stream.concat(Stream.of(etcdutl.toString()), Stream.of(arguments))
                        .toList());
    }

    /**
     * Puts {@code key-00000000}, {@code key-00000001} and so on. The values look random to a compressor and are the same
     * in every run. Plain HTTP without auth only.
     *
     * @param keys how many
     * @param valueBytes the length of each value, up to 1 MiB
     */
    public void load(int keys, int valueBytes) {
        new EtcdLoader(endpoint()).load(keys, valueBytes);
    }

    /** Kills it and deletes its data directory. */
    @Override
    public void close() {
        process.kill();
        Directories.delete(directory);
    }

    private static String installed(String version) {
        return "etcd-" + version;
    }

    private ServerProcess launch() {
        return ServerProcess.start(command(), environment, directory.resolve("log"));
    }

    private List<String> command() {
        String client = endpoint().toString();
        List<String> command = new ArrayList<>(List.of(
                InstalledServer.binary(installed(recipe.version()), "etcd").toString(),
                "--name=" + member.name(),
                "--data-dir=" + dataDir(),
                "--listen-client-urls=" + client,
                "--advertise-client-urls=" + client,
                "--listen-peer-urls=" + member.peerUrl(),
                "--initial-advertise-peer-urls=" + member.peerUrl(),
                "--initial-cluster=" + initialCluster,
                "--listen-metrics-urls=http://127.0.0.1:" + member.metricsPort(),
                "--logger=zap"));
        command.addAll(recipe.serverFlags());
        return command;
    }
}
