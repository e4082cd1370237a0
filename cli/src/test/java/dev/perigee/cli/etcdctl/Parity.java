package dev.perigee.cli.etcdctl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.cli.CliRun;
import dev.perigee.etcd.client.EtcdConnection;
import dev.perigee.etcd.client.EtcdException;
import dev.perigee.etcd.client.EtcdSettings;
import dev.perigee.test.servers.CommandResult;
import dev.perigee.test.servers.RealEtcd;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs a command line with the real etcdctl and with ours, against one server, and compares output and exit code. */
record Parity(RealEtcd etcd, List<String> flags) {

    private static final String ENDPOINTS = "--endpoints=";
    private static final Pattern REVISION = Pattern.compile(
            "(\"(?:revision|create_revision|mod_revision)\":|\"(?:Prev)?(?:Create|Mod)?Revision\" : )([0-9]+)");

    static Parity of(RealEtcd etcd) {
        return new Parity(etcd, List.of());
    }

    /** A command that changes nothing: both see the same. */
    void read(List<String> line, Mask... masks) {
        CommandResult theirs = theirs(line);
        CliRun ours = ours(line);

        compare(line, theirs, ours, masks);
    }

    /** The same, with standard input. */
    void read(List<String> line, String input, Mask... masks) {
        compare(line, theirs(line, input), new CliRun.Setting().input(input).run(line(line)), masks);
    }

    /**
     * A command that changes something, after the same preparations for each. Revisions are counted from where the store
     * stood before the command.
     */
    void change(List<List<String>> before, List<String> line, Mask... masks) {
        change(before, line, "", masks);
    }

    /** The same, with standard input. */
    void change(List<List<String>> before, List<String> line, String input, Mask... masks) {
        prepare(before);
        long base = revision();
        CommandResult theirs = theirs(line, input);
        prepare(before);
        long ourBase = revision();
        CliRun ours = new CliRun.Setting().input(input).run(line(line));

        compare(
                line,
                new CommandResult("", theirs.exitCode(), counted(theirs.stdout(), base), theirs.stderr()),
                new CliRun(ours.number(), counted(ours.out(), ourBase), ours.err()),
                masks);
    }

    private void prepare(List<List<String>> before) {
        before.forEach(line -> etcd.etcdctl(line.toArray(String[]::new)).orFail());
    }

    CommandResult theirs(List<String> line) {
        return theirs(line, "");
    }

    CommandResult theirs(List<String> line, String input) {
        return etcd.etcdctlWith(input, with(flags, line).toArray(String[]::new));
    }

    /** Flags go before what belongs to a command that is to be run. */
    private static List<String> with(List<String> flags, List<String> line) {
        int end = line.contains("--") ? line.indexOf("--") : line.size();
        return Stream.of(line.subList(0, end), flags, line.subList(end, line.size()))
                .flatMap(List::stream)
                .toList();
    }

    /** The real one takes endpoints from each of its flags, ours from the last. */
    CliRun ours(List<String> line) {
        return CliRun.of(line(line));
    }

    String[] line(List<String> line) {
        String more = line.stream()
                .filter(word -> word.startsWith(ENDPOINTS))
                .map(word -> "," + word.substring(ENDPOINTS.length()))
                .collect(Collectors.joining());
        return Stream.of(
                        Stream.of("etcdctl", ENDPOINTS + etcd.endpoint() + more),
                        with(flags, line).stream().filter(word -> !word.startsWith(ENDPOINTS)))
                .flatMap(words -> words)
                .toArray(String[]::new);
    }

    static void compare(List<String> line, CommandResult theirs, CliRun ours, Mask... masks) {
        String expected = theirs.stdout();
        String actual = ours.out();
        for (Mask mask : masks) {
            expected = mask.over(expected);
            actual = mask.over(actual);
        }
        String command = String.join(" ", line);
        assertEquals(expected, actual, () -> command + "\n" + theirs.stderr() + ours.err());
        assertEquals(
                theirs.exitCode(),
                ours.code().number(),
                () -> "exit code of " + command + "\n" + theirs.stderr() + ours.err());
    }

    private static String counted(String text, long base) {
        return REVISION.matcher(text)
                .replaceAll(found -> found.group(1) + "base+" + (Long.parseLong(found.group(2)) - base));
    }

    private long revision() {
        try (EtcdConnection connection =
                EtcdConnection.open(EtcdSettings.of(List.of(etcd.endpoint())), etcd.endpoint())) {
            return connection.status().revision();
        } catch (EtcdException e) {
            throw new AssertionError(e);
        }
    }
}
