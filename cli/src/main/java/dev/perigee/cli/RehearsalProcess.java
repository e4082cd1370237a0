package dev.perigee.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The process of a {@link RehearsalMember}, which ends when this is closed, or this process does. */
final class RehearsalProcess implements AutoCloseable {

    /** It lives for seconds, and beside the rehearsal that waits for it. */
    private static final List<String> FLAGS =
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xmx128m", "-Xlog:disable");

    private static final String MODULE = "dev.perigee.cli";

    private final Process process;
    private final Optional<String> endpoint;

    private RehearsalProcess(Process process, Optional<String> endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /** Starts it, and waits until it listens or has given up. */
    static RehearsalProcess start(Path snapshot) throws IOException {
        Process process = new ProcessBuilder(command(snapshot))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader out = process.inputReader(StandardCharsets.US_ASCII);
        return new RehearsalProcess(process, Optional.ofNullable(out.readLine()));
    }

    /** Where it listens; empty if it doesn't. */
    Optional<String> endpoint() {
        return endpoint;
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** What the end of this process does as well. */
    void letGo() throws IOException {
        process.outputWriter().close();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static List<String> command(Path snapshot) {
        List<String> command = new ArrayList<>(FLAGS);
        command.addFirst(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(program(System.getProperty("jdk.module.path")));
        command.add(snapshot.toString());
        return command;
    }

    /** Out of the same modules as this process, or the same class path. */
    private static List<String> program(@Nullable String modules) {
        String main = RehearsalMember.class.getName();
        return modules == null
                ? List.of("-cp", System.getProperty("java.class.path"), main)
                : List.of("--add-modules=ALL-MODULE-PATH", "-p", modules, "-m", MODULE + "/" + main);
    }
}
