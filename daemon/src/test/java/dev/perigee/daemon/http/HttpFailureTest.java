package dev.perigee.daemon.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the engine advises, in words that whoever asks over HTTP can use. */
class HttpFailureTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            pick one with --cluster: a, b                    | pick one with cluster=: a, b
            take another one first, or give --force          | take another one first, or give force=true
            --debug shows more                               | the daemon's log shows more
            one state of it; --newer-than TIME can           | one state of it; the command line's --newer-than TIME can
            'perigee snapshot verify x --sink near' proves it | 'perigee snapshot verify x --sink near' proves it
            take the one that you trust by --sink            | take the one that you trust by sink=
            a key of -----BEGIN x-----, a--b                 | a key of -----BEGIN x-----, a--b
            """)
    void optionsOfTheCommandLineAreParametersHere(String advice, String here) {
        assertEquals(here, HttpFailure.asParameters(advice));
    }
}
