package dev.perigee.cli;

import dev.perigee.cli.console.GlobalOptions;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.console.Signals;
import dev.perigee.cli.console.Terminal;
import dev.perigee.cli.console.Version;
import dev.perigee.cli.reference.CommandWords;
import dev.perigee.cli.reference.FishCompletion;
import dev.perigee.cli.reference.ManualPage;
import dev.perigee.cli.reference.ZshCompletion;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.AutoComplete;
import picocli.CommandLine;

/** Writes the manual pages and the completions. The build runs it once; no command has to wait for it. */
public final class Reference {

    private Reference() {}

    /**
     * Writes {@code man/man1/}, and {@code completions/} for bash, zsh and fish, under the names that each looks for.
     *
     * @param args the folder to write into
     * @throws IOException if it can't be written
     */
    public static void main(String[] args) throws IOException {
        write(Path.of(args[0]));
    }

    static void write(Path folder) throws IOException {
        CommandLine whole = commands();
        CommandWords root = CommandWords.of(whole);
        for (CommandWords command : root.all().toList()) {
            file(folder, "man/man1/" + command.pageName() + ".1", ManualPage.of(command, Version.number()));
        }
        file(folder, "completions/bash/perigee", AutoComplete.bash("perigee", whole));
        file(folder, "completions/zsh/_perigee", ZshCompletion.of(root));
        file(folder, "completions/fish/perigee.fish", FishCompletion.of(root));
    }

    static CommandLine commands() {
        Terminal nowhere = new Terminal(
                InputStream.nullInputStream(), OutputStream.nullOutputStream(), OutputStream.nullOutputStream(), "");
        return new CommandTree(new Session(nowhere, Map.of(), Optional.empty(), Signals.none(), new GlobalOptions()))
                .whole();
    }

    private static void file(Path folder, String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
