import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * Lists every jar of the product with its licence: as the jar's manifest or the pom inside it says, else as a list of our
 * own does. A jar whose licence is unknown ends the build, and so does one whose licence's text is neither in it nor ours to
 * give.
 *
 * <pre>java ThirdParty.java STAGE LICENCES TEXTS</pre>
 *
 * TEXTS is a folder with a file for each licence: {@code MIT.txt}.
 */
class ThirdParty {

    private static final Pattern POM_LICENCE =
            Pattern.compile("<license>.*?<name>\\s*(.*?)\\s*</name>", Pattern.DOTALL);

    public static void main(String[] args) throws IOException {
        Path stage = Path.of(args[0]);
        Map<String, String> known = known(Path.of(args[1]));
        Map<String, String> licences = new TreeMap<>();
        Map<String, TreeSet<String>> folders = new TreeMap<>();
        List<String> unknown = new ArrayList<>();
        for (Path jar : jars(stage)) {
            String name = jar.getFileName().toString();
            folders.computeIfAbsent(name, any -> new TreeSet<>())
                    .add(stage.relativize(jar.getParent()).toString());
            licence(jar, known).ifPresentOrElse(licence -> licences.put(name, licence), () -> unknown.add(name));
        }
        if (!unknown.isEmpty()) {
            end("no licence is known of " + String.join(", ", unknown) + ": name it in " + args[1]);
        }
        List<String> textless = new ArrayList<>();
        for (Path jar : jars(stage)) {
            String licence = licences.get(jar.getFileName().toString());
            if (!licence.startsWith("Apache-2.0") && !bringsText(jar) && !Files.exists(Path.of(args[2], licence + ".txt"))) {
                textless.add(jar.getFileName() + " (" + licence + ")");
            }
        }
        if (!textless.isEmpty()) {
            end("no text of the licence is in " + String.join(", ", textless) + ": put it into " + args[2]);
        }
        print(licences, folders);
    }

    private static void end(String why) {
        System.err.println(why);
        System.exit(1);
    }

    private static boolean bringsText(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream().anyMatch(entry -> entry.getName().matches("(?i)(.*/)?(licen[sc]e|copying)[^/]*")
                    && !entry.getName().endsWith(".class"));
        }
    }

    private static void print(Map<String, String> licences, Map<String, TreeSet<String>> folders) {
        System.out.println("# What Perigee is made of\n");
        System.out.println("Perigee itself is under the Apache License 2.0 (LICENSE). The Java runtime in `runtime/` is"
                + " OpenJDK,\nunder the GPL 2 with the Classpath Exception; its notices are in `runtime/legal/`. The"
                + " other jars' own\nlicence and notice files are inside them; the texts for those that bring none are in"
                + " `licences/`, that\nof the Apache License is `LICENSE`.\n");
        System.out.println("| jar | licence | in |\n|---|---|---|");
        licences.forEach((jar, licence) ->
                System.out.println("| " + jar + " | " + licence + " | " + String.join(", ", folders.get(jar)) + " |"));
    }

    private static List<Path> jars(Path stage) throws IOException {
        try (Stream<Path> files = Files.walk(stage)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .filter(file -> !file.startsWith(stage.resolve("runtime")))
                    .sorted()
                    .toList();
        }
    }

    private static Optional<String> licence(Path jar, Map<String, String> known) throws IOException {
        String name = jar.getFileName().toString();
        Optional<String> ours = known.entrySet().stream()
                .filter(entry -> name.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
        if (ours.isPresent()) {
            return ours;
        }
        Optional<String> own = inside(jar);
        return own.isPresent() ? own : group(jar).map(group -> known.get(group + ":"));
    }

    /** The Maven group that the jar says it is of. */
    private static Optional<String> group(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.matches("META-INF/maven/.*/pom.xml"))
                    .map(name -> name.split("/")[2])
                    .findFirst();
        }
    }

    private static Optional<String> inside(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            Optional<String> pom = poms(file).stream().findFirst();
            if (pom.isPresent()) {
                return pom;
            }
            String bundle = file.getManifest() == null
                    ? null
                    : file.getManifest().getMainAttributes().getValue("Bundle-License");
            return Optional.ofNullable(bundle).map(ThirdParty::plain);
        }
    }

    private static List<String> poms(JarFile file) throws IOException {
        List<String> found = new ArrayList<>();
        for (ZipEntry entry : file.stream()
                .filter(entry -> entry.getName().matches("META-INF/maven/.*/pom.xml"))
                .toList()) {
            try (InputStream pom = file.getInputStream(entry)) {
                Matcher matcher = POM_LICENCE.matcher(new String(pom.readAllBytes(), StandardCharsets.UTF_8));
                List<String> names = new ArrayList<>();
                while (matcher.find()) {
                    names.add(plain(matcher.group(1)));
                }
                if (!names.isEmpty()) {
                    found.add(names.stream().distinct().collect(Collectors.joining(" or ")));
                }
            }
        }
        return found;
    }

    /** One name for the licence that has a dozen spellings. */
    private static String plain(String licence) {
        return switch (licence.strip().toLowerCase()) {
            case String apache when apache.matches(".*apache.*2.*") -> "Apache-2.0";
            case String mit when mit.matches("mit license|.*/licenses?/mit") -> "MIT";
            case String bsd when bsd.matches(".*bsd.2-clause.*") -> "BSD-2-Clause";
            case String bsd when bsd.matches(".*bsd.3-clause.*") -> "BSD-3-Clause";
            default -> licence.strip();
        };
    }

    /** Lines of a jar's beginning, or a group and a colon, and the licence; '#' begins a comment. */
    private static Map<String, String> known(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.strip().split("\\s+", 2))
                    .collect(Collectors.toMap(words -> words[0], words -> words[1], (one, other) -> other, TreeMap::new));
        }
    }
}
