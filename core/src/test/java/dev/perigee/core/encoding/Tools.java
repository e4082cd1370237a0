package dev.perigee.core.encoding;

import dev.perigee.test.servers.Command;
import dev.perigee.test.servers.InstalledServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The real age and zstd. */
public final class Tools {

    private Tools() {}

    /** A new identity. Its recipient is in it, too, as a comment. */
    public static Path identity(Path folder, String name) throws Exception {
        Path file = folder.resolve(name);
        run("age", "age-keygen", "-o", file.toString());
        return file;
    }

    public static String recipient(Path identity) throws Exception {
        return Files.readAllLines(identity).stream()
                .filter(line -> line.startsWith("# public key: "))
                .map(line -> line.substring("# public key: ".length()))
                .findFirst()
                .orElseThrow();
    }

    public static void run(String tool, String binary, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(InstalledServer.binary(tool, binary).toString()));
        command.addAll(List.of(arguments));
        Command.run(Map.of(), command).orFail();
    }

    /** What {@code age -d -i key | zstd -d} makes of a stored object. */
    public static Path opened(Path stored, Path identity, Path folder) {
        Path packed = folder.resolve("opened.zst");
        Path plain = folder.resolve("opened");
        run("age", "age", "-d", "-i", identity.toString(), "-o", packed.toString(), stored.toString());
        run("zstd", "zstd", "-q", "-f", "-d", packed.toString(), "-o", plain.toString());
        return plain;
    }
}
