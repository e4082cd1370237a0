package dev.perigee.cli.keys;

import dev.perigee.core.keys.KeyFilter;
import dev.perigee.etcd.client.Bytes;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that say which keys are meant. */
final class KeyOptions {

    @Option(
            names = "--prefix",
            paramLabel = "PREFIX",
            description = "Only keys that begin with it. May be given several times.")
    private List<Bytes> prefixes = List.of();

    @Option(
            names = "--exclude",
            paramLabel = "PREFIX",
            description = "No keys that begin with it. May be given several times.")
    private List<Bytes> excludes = List.of();

    KeyFilter filter() {
        return new KeyFilter(prefixes, excludes);
    }
}
