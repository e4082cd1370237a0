package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Failure;
import java.util.List;
import picocli.CommandLine.Parameters;

/** What a command takes that takes no words: any, to refuse them with etcdctl's sentence. */
final class NoWords {

    @Parameters(arity = "0..*", hidden = true)
    private List<String> words = List.of();

    void require(String otherwise) throws Failure {
        AuthArguments.require(words, 0, otherwise);
    }
}
