package dev.perigee.cli.text;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The arguments and variables that this process was handed, as {@link RawText}. The JVM decodes them before it starts us;
 * where that lost something, the kernel still has the bytes.
 */
public final class ProcessText {

    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");
    private static final Path ENVIRONMENT = Path.of("/proc/self/environ");

    /** What the JVM puts in the place of bytes that it can't decode. */
    private static final String LOST = "\ufffd";

    private ProcessText() {}

    /**
     * This process's arguments.
     *
     * @param decoded as the JVM has decoded them
     * @return as they were given; as decoded where the kernel can't be asked
     */
    public static String[] arguments(String[] decoded) {
        if (Arrays.stream(decoded).noneMatch(argument -> argument.contains(LOST))) {
            return decoded;
        }
        List<String> line = entries(COMMAND_LINE);
        return line.size() <= decoded.length
                ? decoded
                : line.subList(line.size() - decoded.length, line.size()).toArray(String[]::new);
    }

    /**
     * This process's environment.
     *
     * @param decoded as the JVM has decoded it
     * @return as it was given; as decoded where the kernel can't be asked
     */
    public static Map<String, String> environment(Map<String, String> decoded) {
        boolean lost = decoded.entrySet().stream()
                .anyMatch(variable ->
                        variable.getKey().contains(LOST) || variable.getValue().contains(LOST));
        List<String> entries = lost ? entries(ENVIRONMENT) : List.of();
        return entries.isEmpty() ? decoded : variables(entries);
    }

    private static Map<String, String> variables(List<String> entries) {
        Map<String, String> variables = new HashMap<>();
        for (String entry : entries) {
            int equals = entry.indexOf('=', 1);
            if (equals > 0) {
                variables.put(entry.substring(0, equals), entry.substring(equals + 1));
            }
        }
        return variables;
    }

    private static List<String> entries(Path file) {
        try {
            return split(Files.readAllBytes(file));
        } catch (IOException e) {
            return List.of(); // no /proc: what the JVM has made of it must do
        }
    }

    /** Cuts at the zeros, of which each entry ends with one. */
    static List<String> split(byte[] zeroEnded) {
        List<String> entries = new ArrayList<>();
        ByteArrayOutputStream entry = new ByteArrayOutputStream();
        for (byte b : zeroEnded) {
            if (b == 0) {
                entries.add(RawText.decode(entry.toByteArray()));
                entry.reset();
            } else {
                entry.write(b);
            }
        }
        return entries;
    }
}
