package dev.perigee.cli.console;

import dev.perigee.cli.output.Format;
import dev.perigee.cli.output.Rendering;
import dev.perigee.core.report.Report;
import dev.perigee.core.words.Printable;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One run of the program, as its command sees it.
 *
 * @param terminal the standard streams
 * @param environment the environment's variables
 * @param installation the folder that holds {@code plugins/} and {@code conf/}; empty if we aren't installed
 * @param signals what ends the process early
 * @param options the global options; filled when the command line has been read
 */
public record Session(
        Terminal terminal,
        Map<String, String> environment,
        Optional<Path> installation,
        Signals signals,
        GlobalOptions options) {

    /** Set by the launcher, since Java can't ask: how wide the terminal is. */
    private static final String COLUMNS = "perigee.columns";

    /**
     * Tells how it went on, on standard error; silent with {@code --quiet}.
     *
     * @param line without a line end
     */
    public void note(String line) {
        if (!options.quiet()) {
            terminal.say(Printable.line(line) + "\n");
        }
    }

    /**
     * Tells what the user should look at, on standard error, also with {@code --quiet}.
     *
     * @param line without a line end
     */
    public void warn(String line) {
        terminal.say(coloured("33", "Warning:") + " " + Printable.line(line) + "\n");
    }

    /**
     * Tells of an error, on standard error.
     *
     * @param line without a line end at its end
     */
    public void error(String line) {
        terminal.say(coloured("31", "Error:") + " " + Printable.lines(line) + "\n");
    }

    /**
     * The output format asked for.
     *
     * @param byDefault the command's own
     * @return the format
     * @throws Failure FEATURE for one that there isn't
     */
    public Format format(Format byDefault) throws Failure {
        String name = options.format().orElse(byDefault.label());
        return Format.of(name)
                .orElseThrow(() -> Failure.of(ExitCode.FEATURE, "unsupported output format '" + name + "'")
                        .withHint("-w takes simple, table, json or fields"));
    }

    /**
     * Writes a document to standard output.
     *
     * @param report the document
     * @param byDefault the command's own format
     * @throws Failure IO if it can't be written, FEATURE for an unknown format
     */
    public void show(Report<?> report, Format byDefault) throws Failure {
        terminal.data(Rendering.of(format(byDefault), report, columns()));
    }

    /**
     * Whether to say what was done. Nobody needs it with {@code --quiet}, unless a format was asked for.
     *
     * @return false where success is silence
     */
    public boolean reports() {
        return !options.quiet() || options.format().isPresent();
    }

    /**
     * Writes what was done to standard output, if {@link #reports() that is wanted}.
     *
     * @param report what was done
     * @param byDefault the command's own format
     * @throws Failure IO if it can't be written, FEATURE for an unknown format
     */
    public void report(Report<?> report, Format byDefault) throws Failure {
        if (reports()) {
            show(report, byDefault);
        }
    }

    /**
     * How wide a table on standard output may be.
     *
     * @return empty where standard output is no terminal
     */
    private OptionalInt columns() {
        return terminal.showsOutput() ? width() : OptionalInt.empty();
    }

    /**
     * How wide the terminal is.
     *
     * @return by COLUMNS, else what the launcher has found; empty if nobody knows
     */
    public OptionalInt width() {
        String told = environment.getOrDefault("COLUMNS", "");
        String width = told.isEmpty() ? System.getProperty(COLUMNS, "") : told;
        return width.matches("[1-9][0-9]{0,3}") ? OptionalInt.of(Integer.parseInt(width)) : OptionalInt.empty();
    }

    /**
     * Asks before something that can't be undone.
     *
     * @param yes whether the user has agreed beforehand, with {@code --yes}
     * @param question what is about to happen
     * @throws Failure REFUSED if the answer is no, or nobody is there to answer
     */
    public void confirm(boolean yes, String question) throws Failure {
        if (yes) {
            return;
        }
        if (!terminal.canAsk()) {
            throw Failure.of(ExitCode.REFUSED, "nobody is there to confirm: " + question)
                    .withHint("--yes agrees beforehand; --dry-run shows what would happen");
        }
        if (!terminal.ask(question)) {
            throw Failure.of(ExitCode.REFUSED, "not confirmed; nothing was changed");
        }
    }

    /**
     * Text in a colour, where standard error is a terminal that wants colours.
     *
     * @param ansi the colour's number, such as {@code 31} for red
     * @param text the text
     * @return the text, with or without colour
     */
    public String coloured(String ansi, String text) {
        return terminal.showsErrors() && colours() ? "\033[" + ansi + "m" + text + "\033[0m" : text;
    }

    /**
     * Whether colours are welcome at all.
     *
     * @return false with {@code --no-color}, a {@code NO_COLOR} that isn't empty, or a dumb terminal
     */
    public boolean colours() {
        return !options.noColor()
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }
}
