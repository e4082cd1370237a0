import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes what the product is made of as CycloneDX 1.6: every jar that is really in it, and the runtime. Group and version
 * of a jar are those of the Maven repository that the build took it from, where a jar of that name and length lies.
 *
 * <pre>java Sbom.java STAGE VERSION TIMESTAMP REPOSITORY</pre>
 */
class Sbom {

    private static final String OURS = "dev.perigee";

    record Jar(Path file, String group, String artifact, String version, String sha256, String licence) {}

    public static void main(String[] args) throws IOException {
        Path stage = Path.of(args[0]);
        Map<String, Path> repository = repository(Path.of(args[3]));
        Map<String, String> licences = licences(stage.resolve("THIRD-PARTY.md"));
        List<String> components = new ArrayList<>(List.of(runtime(stage)));
        for (Path file : jars(stage)) {
            String name = file.getFileName().toString();
            Jar jar = jar(file, repository, args[1], licences.getOrDefault(name, "Apache-2.0"));
            components.add(library(jar, stage.relativize(file).toString()));
        }
        System.out.print(document(args[1], args[2], components));
    }

    private static List<Path> jars(Path stage) throws IOException {
        try (Stream<Path> files = Stream.concat(Files.walk(stage.resolve("lib")), Files.walk(stage.resolve("plugins")))) {
            return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        }
    }

    /** The repository's jars, by name and length. */
    private static Map<String, Path> repository(Path root) throws IOException {
        Map<String, Path> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            files.filter(file -> file.toString().endsWith(".jar")).sorted().forEach(file -> found.put(
                    file.getFileName() + " " + file.toFile().length(), root.relativize(file)));
        }
        return found;
    }

    private static Jar jar(Path file, Map<String, Path> repository, String ours, String licence) throws IOException {
        String name = file.getFileName().toString();
        if (name.startsWith("perigee-")) {
            return new Jar(file, OURS, name.replace("-" + ours + ".jar", ""), ours, sha256(file), licence);
        }
        Path at = repository.get(name + " " + Files.size(file));
        if (at == null) {
            throw new IOException("no jar like " + file + " is in the local Maven repository: where is it from?");
        }
        String version = at.getName(at.getNameCount() - 2).toString();
        String artifact = at.getName(at.getNameCount() - 3).toString();
        String group = at.subpath(0, at.getNameCount() - 3).toString().replace('/', '.');
        return new Jar(file, group, artifact, version, sha256(file), licence);
    }

    private static String library(Jar jar, String place) {
        String purl = "pkg:maven/" + jar.group() + "/" + jar.artifact() + "@" + jar.version();
        return object(
                "type", text("library"),
                "bom-ref", text(purl + "?file=" + place),
                "group", text(jar.group()),
                "name", text(jar.artifact()),
                "version", text(jar.version()),
                "hashes", "[" + object("alg", text("SHA-256"), "content", text(jar.sha256())) + "]",
                "licenses", "[" + object("license", object("name", text(jar.licence()))) + "]",
                "purl", text(purl),
                "properties", "[" + object("name", text("perigee:file"), "value", text(place)) + "]");
    }

    private static String runtime(Path stage) throws IOException {
        Properties release = new Properties();
        try (InputStream text = Files.newInputStream(stage.resolve("runtime/release"))) {
            release.load(text);
        }
        String version = release.getProperty("JAVA_RUNTIME_VERSION", release.getProperty("JAVA_VERSION"))
                .replace("\"", "");
        return object(
                "type", text("platform"),
                "bom-ref", text("runtime"),
                "name", text("OpenJDK"),
                "version", text(version),
                "cpe", text("cpe:2.3:a:oracle:openjdk:" + version.replaceAll("[+-].*", "") + ":*:*:*:*:*:*:*"),
                "licenses", "[" + object("license", object("name", text("GPL-2.0 with Classpath Exception"))) + "]");
    }

    private static String document(String version, String timestamp, List<String> components) {
        String list = components.stream().collect(Collectors.joining(",\n    ", "[\n    ", "\n  ]"));
        UUID serial = UUID.nameUUIDFromBytes(list.getBytes(StandardCharsets.UTF_8));
        String product = object(
                "type", text("application"), "bom-ref", text("perigee"), "name", text("perigee"), "version", text(version));
        return "{\n  \"bomFormat\":\"CycloneDX\",\n  \"specVersion\":\"1.6\",\n  \"serialNumber\":" + text("urn:uuid:" + serial)
                + ",\n  \"version\":1,\n  \"metadata\":"
                + object("timestamp", text(timestamp), "component", product) + ",\n  \"components\":" + list + "\n}\n";
    }

    private static String object(String... namesAndValues) {
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            json.append(i == 0 ? "" : ",").append(text(namesAndValues[i])).append(':').append(namesAndValues[i + 1]);
        }
        return json.append('}').toString();
    }

    private static String text(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** From the rows of the table that ThirdParty has written. */
    private static Map<String, String> licences(Path table) throws IOException {
        try (Stream<String> lines = Files.lines(table)) {
            return lines.filter(line -> line.startsWith("| ") && line.contains(".jar |"))
                    .map(line -> line.split(" \\| |\\| "))
                    .collect(Collectors.toMap(cells -> cells[1], cells -> cells[2], (one, other) -> one));
        }
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
