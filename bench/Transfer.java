import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.Sha256;
import dev.perigee.api.SinkSettings;
import dev.perigee.api.StorageSink;
import dev.perigee.api.StorageSinkProvider;
import dev.perigee.core.body.FileBody;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;

/** Brings a file to the sink on the class path, or fetches it: {@code up|down FILE SHA256 KEY=VALUE...}. */
final class Transfer {

    private static final ObjectKey KEY = ObjectKey.of("body");

    private Transfer() {}

    public static void main(String[] arguments) throws Exception {
        Map<String, String> settings = new HashMap<>();
        for (int i = 3; i < arguments.length; i++) {
            String[] pair = arguments[i].split("=", 2);
            settings.put(pair[0], pair[1]);
        }
        StorageSinkProvider provider =
                ServiceLoader.load(StorageSinkProvider.class).findFirst().orElseThrow();
        try (StorageSink sink = provider.open(SinkSettings.of("bench", settings))) {
            if (arguments[0].equals("up")) {
                Path file = Path.of(arguments[1]);
                Sha256 sha256 = Sha256.parse(arguments[2]);
                sink.put(KEY, new FileBody(file, Files.size(file), sha256), PutOptions.NONE);
            } else {
                try (InputStream in = sink.get(KEY, 0)) {
                    in.transferTo(OutputStream.nullOutputStream());
                }
            }
        }
    }
}
