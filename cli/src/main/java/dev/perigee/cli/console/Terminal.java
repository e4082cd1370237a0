package dev.perigee.cli.console;

import dev.perigee.api.Secret;
import dev.perigee.core.words.FailureWords;
import dev.perigee.core.words.Printable;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The three standard streams. Data goes to {@link #data standard output}; everything else to {@link #say standard error}.
 * Text is UTF-8.
 */
public final class Terminal {

    /** Set by the launcher, since Java can't ask: the digits of those of the streams 0, 1 and 2 that are terminals. */
    static final String TERMINALS = "perigee.terminals";

    private final InputStream in;
    private final OutputStream out;
    private final OutputStream err;
    private final String terminals;
    private final Callable<@Nullable String> hidden;

    /**
     * Streams of a process or of a test.
     *
     * @param in standard input
     * @param out standard output; unbuffered
     * @param err standard error; unbuffered
     * @param terminals the digits of those of the streams 0, 1 and 2 that are terminals
     */
    public Terminal(InputStream in, OutputStream out, OutputStream err, String terminals) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.terminals = terminals;
        this.hidden = this::readLine;
    }

    private Terminal(
            InputStream in, OutputStream out, OutputStream err, String terminals, Callable<@Nullable String> hidden) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.terminals = terminals;
        this.hidden = hidden;
    }

    /**
     * This process's own streams.
     *
     * @return the terminal
     */
    public static Terminal ofThisProcess() {
        return new Terminal(
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                System.getProperty(TERMINALS, ""),
                Terminal::readHidden);
    }

    /** The JDK has a console only where input and output are terminals. */
    private static @Nullable String readHidden() {
        Console console = System.console();
        char[] typed = console == null ? null : console.readPassword();
        return typed == null ? null : new String(typed);
    }

    /**
     * Writes data to standard output. A reader that has gone away, as {@code head} does, is no error.
     *
     * @param text whole lines
     * @throws Failure IO if it can't be written
     */
    public void data(String text) throws Failure {
        data(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Writes lines for people to standard output, {@link Printable} throughout.
     *
     * @param lines without line ends
     * @throws Failure IO if they can't be written
     */
    public void lines(List<String> lines) throws Failure {
        data(lines.stream().map(line -> Printable.line(line) + "\n").collect(Collectors.joining()));
    }

    /**
     * Writes data that need not be text to standard output. A reader that has gone away is no error.
     *
     * @param bytes as they are to come out
     * @throws Failure IO if they can't be written
     */
    public void data(byte[] bytes) throws Failure {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            if (!readerIsGone(e)) {
                throw unwritten(e);
            }
        }
    }

    private static Failure unwritten(IOException e) {
        return Failure.of(ExitCode.IO, "can't write to standard output: " + FailureWords.of(e));
    }

    /**
     * Standard output for data too large to be held. The caller buffers, flushes, and doesn't close it.
     *
     * @return the stream; writing to it throws {@link IOException} with a {@link Failure} as its cause, which is {@link
     *     ExitCode#OK} when the reader has gone away: nothing more is wanted
     */
    public OutputStream dataStream() {
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                try {
                    out.write(bytes, offset, length);
                } catch (IOException e) {
                    throw new IOException(
                            readerIsGone(e) ? Failure.of(ExitCode.OK, "nobody reads standard output") : unwritten(e));
                }
            }

            @Override
            public void flush() throws IOException {
                out.flush();
            }
        };
    }

    /**
     * Standard input for data too large to be held. The caller doesn't close it.
     *
     * @return the stream
     */
    public InputStream inputStream() {
        return in;
    }

    /**
     * Reads standard input to its end.
     *
     * @return all of it
     * @throws Failure IO if it can't be read
     */
    public byte[] input() throws Failure {
        try {
            return in.readAllBytes();
        } catch (IOException e) {
            throw Failure.of(ExitCode.IO, "can't read standard input: " + FailureWords.of(e));
        }
    }

    /** The JDK has no kind for EPIPE; only the text tells it from a full disk. */
    private static boolean readerIsGone(IOException e) {
        return FailureWords.of(e).contains("Broken pipe");
    }

    /**
     * Writes to standard error. If even that fails there is nobody left to tell.
     *
     * @param text whole lines, or a piece of one
     */
    public synchronized void say(String text) {
        try {
            err.write(text.getBytes(StandardCharsets.UTF_8));
            err.flush();
        } catch (IOException e) {
            // nobody is listening, which must not stop the work itself
        }
    }

    /**
     * Whether somebody sees standard output as it comes.
     *
     * @return whether it is a terminal
     */
    public boolean showsOutput() {
        return terminals.contains("1");
    }

    /**
     * Whether somebody sees standard error as it comes.
     *
     * @return whether it is a terminal
     */
    public boolean showsErrors() {
        return terminals.contains("2");
    }

    /**
     * Whether somebody is there to answer a question.
     *
     * @return whether input and error are terminals
     */
    public boolean canAsk() {
        return terminals.contains("0") && showsErrors();
    }

    /**
     * Asks a question.
     *
     * @param question without the choices
     * @return whether the answer was {@code y} or {@code yes}; the end of input is no
     * @throws Failure INTERRUPTED if the thread is interrupted before there is an answer
     */
    public boolean ask(String question) throws Failure {
        say(Printable.line(question) + " [y/N] ");
        String answer = answer(this::readLine).orElse("").strip();
        return answer.equalsIgnoreCase("y") || answer.equalsIgnoreCase("yes");
    }

    /**
     * Asks for a secret. What is typed isn't shown.
     *
     * @param question what is wanted
     * @return what was typed; empty if nothing was, or it could not be hidden
     * @throws Failure INTERRUPTED if the thread is interrupted before there is an answer
     */
    public Optional<Secret> askSecret(String question) throws Failure {
        say(Printable.line(question) + ": ");
        return answer(hidden).filter(typed -> !typed.isEmpty()).map(Secret::of);
    }

    /** Reads on a thread of its own, because reading can't be interrupted and Ctrl-C must be. */
    private static Optional<String> answer(Callable<@Nullable String> reading) throws Failure {
        FutureTask<@Nullable String> line = new FutureTask<>(reading);
        Thread.ofPlatform().daemon().name("answer").start(line);
        try {
            return Optional.ofNullable(line.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of(ExitCode.INTERRUPTED, "interrupted before there was an answer; nothing was changed");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private String readLine() {
        StringBuilder line = new StringBuilder();
        try {
            for (int read = in.read(); read >= 0 && read != '\n'; read = in.read()) {
                line.append((char) read);
            }
        } catch (IOException e) {
            return "";
        }
        return line.toString();
    }
}
