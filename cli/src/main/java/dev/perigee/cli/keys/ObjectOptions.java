package dev.perigee.cli.keys;

import dev.perigee.core.keys.KeyFilter;
import dev.perigee.core.kubernetes.ObjectFilter;
import dev.perigee.core.look.KeySelection;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say which keys are meant, by their names or by the objects of Kubernetes that they hold. */
final class ObjectOptions {

    @Mixin
    private final KeyOptions keys = new KeyOptions();

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description =
                    "Only objects of Kubernetes of this kind: ConfigMap, configmaps, zones.dns.example. Several times if"
                            + " need be.")
    private List<String> kinds = List.of();

    @Option(
            names = "--namespace",
            paramLabel = "NAME",
            description = "Only objects in this namespace. Several times if need be.")
    private List<String> namespaces = List.of();

    @Option(names = "--name", paramLabel = "NAME", description = "Only objects of this name. Several times if need be.")
    private List<String> names = List.of();

    KeySelection selection() {
        return new KeySelection(
                keys.filter(), new ObjectFilter(Set.copyOf(kinds), Set.copyOf(namespaces), Set.copyOf(names)));
    }

    KeyFilter filter() {
        return keys.filter();
    }
}
