package dev.perigee.core.plugin;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.StorageSink;
import dev.perigee.api.StorageSinkProvider;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Opens sinks of the given types and prints what they see. Run in a Java of its own, on the module path. */
final class ModulePathProbe {

    private ModulePathProbe() {}

    public static void main(String[] args) throws Exception {
        System.out.println("core=" + SinkPlugins.class.getModule().getName() + " api="
                + StorageSinkProvider.class.getModule().getName());
        try (SinkPlugins plugins = SinkPlugins.in(List.of(Path.of(args[0])), Path.of(args[0]))) {
            for (String type : Arrays.asList(args).subList(1, args.length)) {
                try (StorageSink sink = plugins.open(new SinkDefinition("it", type, Map.of("bucket", "b")));
                        InputStream in = sink.get(ObjectKey.of("prod/x"), 0)) {
                    System.out.println(type + ": " + new String(in.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
            plugins.all().forEach(System.out::println);
        }
    }
}
