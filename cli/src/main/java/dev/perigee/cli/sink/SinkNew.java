package dev.perigee.cli.sink;

import dev.perigee.cli.console.Changing;
import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.console.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code perigee sink new}. */
@CommandLine.Command(
        name = "new",
        description = {
            "Write the skeleton of a sink of your own: a Maven project that builds, keeps the contract, and works.",
            "",
            "It stores in a folder; put your store's calls into its five verbs."
        },
        footer = {"  perigee sink new nas ./nas-sink"})
public final class SinkNew extends Command implements Changing {

    private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    @Parameters(index = "0", paramLabel = "NAME", description = "What will stand behind 'type =': lower-case, hyphens.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "DIR", description = "Where to; must not exist, or be empty.")
    private Path directory = Path.of("");

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public SinkNew(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() throws Exception {
        if (!TYPE.matcher(name).matches()) {
            throw Failure.of(ExitCode.BAD_ARGUMENTS, "'" + name + "' is no sink type")
                    .withHint("it takes lower-case letters, digits and hyphens, as in my-nas");
        }
        requireRoom();
        for (Map.Entry<String, String> file :
                Skeleton.of(name, Version.number(), sdk()).entrySet()) {
            write(directory.resolve(file.getKey()), file.getValue());
        }
        session.note("wrote a sink of type '" + name + "' to " + directory);
        session.note("next: cd " + directory + " && mvn package; README.md says the rest");
        return ExitCode.OK;
    }

    /** Where nothing is installed it is only written down. */
    private Path sdk() throws Failure {
        Optional<Path> home = session.installation();
        Path sdk = home.orElse(Path.of("/opt/perigee")).resolve("sdk");
        if (home.isPresent() && !Files.isDirectory(sdk)) {
            throw Failure.of(ExitCode.NOT_FOUND, "this installation has no sdk/, which a sink is built against: " + sdk)
                    .withHint("run it where the tarball, the .deb or the .rpm is installed: the image has none");
        }
        return sdk;
    }

    private void requireRoom() throws IOException, Failure {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> there = Files.list(directory)) {
            if (there.findAny().isPresent()) {
                throw Failure.of(ExitCode.REFUSED, directory + " is not empty; nothing was written");
            }
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, text);
    }
}
