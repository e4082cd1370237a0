package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.text.RawText;
import dev.perigee.core.words.FailureWords;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Lines of standard input, one by one as they are typed, as {@link RawText}. Used by one thread. */
final class InputLines {

    /** etcd takes no request that is longer, by default. */
    private static final int LONGEST = 16 << 20;

    private final InputStream in;

    InputLines(InputStream in) {
        this.in = in;
    }

    /**
     * The next line.
     *
     * @return without its end; empty if the input ends before the line does
     * @throws Failure IO if it can't be read; BAD_INPUT if it is longer than 16 MiB
     */
    Optional<String> next() throws Failure {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            for (int read = in.read(); read != '\n'; read = in.read()) {
                if (read < 0) {
                    return Optional.empty();
                }
                if (line.size() == LONGEST) {
                    throw TxnText.bad("a line of standard input is longer than 16 MiB");
                }
                line.write(read);
            }
        } catch (IOException e) {
            throw Failure.of(ExitCode.IO, "can't read standard input: " + FailureWords.of(e));
        }
        return Optional.of(RawText.decode(line.toByteArray()));
    }
}
