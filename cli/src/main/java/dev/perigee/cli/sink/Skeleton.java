package dev.perigee.cli.sink;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The files of a new sink's project, from the templates beside this class. */
final class Skeleton {

    private Skeleton() {}

    /** The files by their path in the project. */
    static Map<String, String> of(String type, String version, Path sdk) throws IOException {
        String name = className(type);
        String packageName = "com.example." + type.replace("-", "");
        String folder = packageName.replace('.', '/');
        Map<String, String> values = Map.of(
                "@type@", type,
                "@Name@", name,
                "@package@", packageName,
                "@version@", version,
                "@sdk@", sdk.toString());
        Map<String, String> files = new LinkedHashMap<>();
        files.put("pom.xml", filled("pom.xml", values));
        files.put("README.md", filled("README.md", values));
        files.put(".gitignore", filled("gitignore", values));
        files.put("src/main/java/" + folder + "/" + name + "Sink.java", filled("Sink.java", values));
        files.put("src/main/java/" + folder + "/" + name + "SinkProvider.java", filled("SinkProvider.java", values));
        files.put(
                "src/test/java/" + folder + "/" + name + "SinkContractTest.java",
                filled("SinkContractTest.java", values));
        files.put(
                "src/main/resources/META-INF/services/dev.perigee.api.StorageSinkProvider",
                packageName + "." + name + "SinkProvider\n");
        return files;
    }

    private static String className(String type) {
        StringBuilder name = new StringBuilder();
        for (String word : type.split("-")) {
            name.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
        }
        return name.toString();
    }

    private static String filled(String template, Map<String, String> values) throws IOException {
        try (InputStream in = Skeleton.class.getResourceAsStream("skeleton/" + template + ".txt")) {
            if (in == null) {
                throw new IOException("this installation lacks skeleton/" + template + ".txt; unpack it anew");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (Map.Entry<String, String> value : values.entrySet()) {
                text = text.replace(value.getKey(), value.getValue());
            }
            return text;
        }
    }
}
