package dev.perigee.cli.reference;

import dev.perigee.cli.console.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The manual page of a command. */
public final class ManualPage {

    private static final Map<String, String> VARIABLES = new TreeMap<>(Map.of(
            "PERIGEE_CONFIG", "The configuration, if --config doesn't name one.",
            "PERIGEE_STATE_DIR", "The state directory, if --state-dir doesn't name one.",
            "PERIGEE_JAVA_OPTS", "More flags for the Java virtual machine.",
            "PERIGEE_CLASS_CACHE", "off: neither use nor make a class cache.",
            "ETCDCTL_*", "As etcdctl takes them: endpoints, certificates, user, timeouts.",
            "NO_COLOR", "No colours, also on a terminal."));

    private final CommandWords command;
    private final String version;
    private final Roff page = new Roff();

    private ManualPage(CommandWords command, String version) {
        this.command = command;
        this.version = version;
    }

    /**
     * Writes a page.
     *
     * @param command whose
     * @param version the product's
     * @return the page, for man(1)
     */
    public static String of(CommandWords command, String version) {
        return new ManualPage(command, version).write();
    }

    private String write() {
        page.title(command.pageName(), 1, "Perigee " + version);
        page.section("NAME").text(command.pageName() + " - " + command.summary());
        page.section("SYNOPSIS").text(synopsis());
        page.section("DESCRIPTION");
        command.lines().stream().filter(line -> !line.isBlank()).forEach(page::paragraph);
        arguments();
        options();
        commands();
        if (isRoot()) {
            exitCodes();
            surroundings();
        }
        examples();
        page.section("SEE ALSO").text(String.join(", ", related()));
        return page.toString();
    }

    private boolean isRoot() {
        return !command.path().contains(" ");
    }

    private String synopsis() {
        List<String> words = new ArrayList<>(List.of(command.path()));
        words.add(command.commands().isEmpty() ? "[OPTIONS]" : "COMMAND");
        words.addAll(command.arguments());
        return String.join(" ", words);
    }

    private void arguments() {
        if (!command.arguments().isEmpty()) {
            page.section("ARGUMENTS");
            for (int i = 0; i < command.arguments().size(); i++) {
                page.item(command.arguments().get(i), command.argumentTexts().get(i));
            }
        }
    }

    private void options() {
        page.section("OPTIONS");
        command.ownOptions().forEach(this::option);
        if (isRoot()) {
            page.section("GLOBAL OPTIONS");
            command.globalOptions().forEach(this::option);
        } else {
            page.paragraph("Those that every command has are explained in perigee(1).");
        }
    }

    private void option(OptionWords option) {
        String names = String.join(", ", option.names());
        page.item(option.takesValue() ? names + "=" + option.label() : names, option.description());
    }

    private void commands() {
        if (!command.commands().isEmpty()) {
            page.section("COMMANDS");
            command.commands().forEach(below -> page.item(below.pageName() + "(1)", below.summary() + "."));
        }
    }

    private void exitCodes() {
        page.section("EXIT STATUS");
        for (ExitCode code : ExitCode.values()) {
            page.item(String.valueOf(code.number()), code.meaning());
        }
    }

    private void surroundings() {
        page.section("ENVIRONMENT");
        VARIABLES.forEach(page::item);
        page.section("FILES");
        page.item("/etc/perigee/perigee.conf", "The configuration, unless another is named.");
    }

    private void examples() {
        if (!command.examples().isEmpty()) {
            page.section("EXAMPLES");
            page.verbatim(command.examples().stream().map(String::strip).toList());
        }
    }

    private List<String> related() {
        List<String> names = new ArrayList<>();
        for (String path = command.path(); path.contains(" "); ) {
            path = path.substring(0, path.lastIndexOf(' '));
            names.add(path.replace(' ', '-') + "(1)");
        }
        return isRoot() ? List.of("etcd(1), systemctl(1)") : names;
    }
}
