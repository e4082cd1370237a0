package dev.perigee.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which room may use which, held by reading the imports of every source file. */
class DependencyRulesTest {

    /** Our own packages that each module may import, beside its own. */
    private static final Map<String, List<String>> MAY_USE = Map.ofEntries(
            Map.entry("api", List.of()),
            Map.entry("sink-contract", List.of("dev.perigee.api")),
            Map.entry("testkit", List.of("dev.perigee.api", "dev.perigee.sink.contract")),
            Map.entry("etcd/format", List.of()),
            Map.entry("etcd/client", List.of("dev.perigee.api")),
            Map.entry(
                    "core",
                    List.of(
                            "dev.perigee.api",
                            "dev.perigee.sink.contract",
                            "dev.perigee.etcd.format",
                            "dev.perigee.etcd.client")),
            Map.entry(
                    "daemon",
                    List.of(
                            "dev.perigee.core",
                            "dev.perigee.api",
                            "dev.perigee.etcd.format",
                            "dev.perigee.etcd.client")),
            Map.entry("sink-kit", List.of("dev.perigee.api")),
            Map.entry("sink-local", List.of("dev.perigee.api", "dev.perigee.sink.kit")),
            Map.entry("sink-s3", List.of("dev.perigee.api", "dev.perigee.sink.kit")),
            Map.entry("sink-minio", List.of("dev.perigee.api", "dev.perigee.sink.kit")),
            Map.entry("sink-gcs", List.of("dev.perigee.api", "dev.perigee.sink.kit")),
            Map.entry("sink-azure", List.of("dev.perigee.api", "dev.perigee.sink.kit")),
            Map.entry(
                    "cli",
                    List.of(
                            "dev.perigee.core",
                            "dev.perigee.daemon",
                            "dev.perigee.api",
                            "dev.perigee.sink.contract",
                            "dev.perigee.etcd.format",
                            "dev.perigee.etcd.client")));

    /** Libraries, and the only package that may import each. */
    private static final Map<String, String> ONLY_IN = Map.ofEntries(
            Map.entry("com.typesafe.config", "dev.perigee.core.config"),
            Map.entry("com.cronutils", "dev.perigee.core.schedule"),
            Map.entry("com.exceptionfactory.jagged", "dev.perigee.core.encoding"),
            Map.entry("com.github.luben", "dev.perigee.core.encoding"),
            Map.entry("picocli", "dev.perigee.cli"),
            Map.entry("io.etcd", "dev.perigee.etcd.client"),
            Map.entry("io.grpc", "dev.perigee.etcd.client"),
            Map.entry("io.netty", "dev.perigee.etcd.client"),
            Map.entry("com.google.protobuf", "dev.perigee.etcd.client"),
            Map.entry("software.amazon", "dev.perigee.sink.s3"),
            Map.entry("io.minio", "dev.perigee.sink.minio"),
            Map.entry("com.google.cloud", "dev.perigee.sink.gcs"),
            Map.entry("com.azure", "dev.perigee.sink.azure"));

    /** What stands between people and the engine. */
    private static final Set<String> FRONT_ENDS = Set.of("cli", "daemon");

    /** The engine, its reports, and the rooms of core whose records the two speak in. */
    private static final Set<String> SPOKEN_OF = Set.of(
            "engine",
            "report",
            "outcome",
            "progress",
            "putback",
            "words",
            "time",
            "backup",
            "catalog",
            "config",
            "copies",
            "datadir",
            "drill",
            "history",
            "fleet",
            "hook",
            "keys",
            "kubernetes",
            "look",
            "removal",
            "restore",
            "schedule",
            "sinkcheck",
            "sinks",
            "source");

    /** What the engine does, which nobody does beside it. */
    private static final List<String> VERBS = List.of(
            "backup.Backup",
            "backup.CatchUp",
            "backup.SaveFile",
            "backup.StrayDebts",
            "config.ConfigLoader",
            "copies.Fetch",
            "copies.ListBackups",
            "copies.Show",
            "copies.Verify",
            "drill.Drill",
            "keys.Export",
            "keys.Import",
            "look.StateComparison",
            "look.Weighing",
            "putback.PutbackDraft",
            "putback.PutbackRun",
            "removal.Delete",
            "removal.Prune",
            "restore.Restore",
            "sinkcheck.CheckSink");

    private static final Pattern IMPORT = Pattern.compile("(?m)^import (?:static )?([a-zA-Z0-9_.]+);");
    private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([a-z0-9_.]+);");
    private static final Pattern MEANINGLESS =
            Pattern.compile("\\.(util|utils|common|helper|helpers|misc|impl)(\\.|$)");

    /**
     * A line {@code import}.
     *
     * @param module the module it stands in
     * @param from the package it stands in
     * @param imported what it imports
     */
    private record Import(String module, String from, String imported) {

        boolean of(String name) {
            return imported.equals(name) || imported.startsWith(name + ".");
        }

        boolean within(String name) {
            return from.equals(name) || from.startsWith(name + ".");
        }
    }

    @Test
    void eachModuleUsesOnlyTheModulesItMay() throws IOException {
        List<Import> forbidden = imports().stream()
                .filter(line -> line.imported.startsWith("dev.perigee."))
                .filter(line -> !line.of(root(line.module)))
                .filter(line -> MAY_USE.get(line.module).stream().noneMatch(line::of))
                .toList();

        assertEquals(List.of(), forbidden);
    }

    @Test
    void eachLibraryIsSeenInItsRoomOnly() throws IOException {
        List<Import> forbidden = imports().stream()
                .filter(line -> ONLY_IN.entrySet().stream()
                        .anyMatch(rule -> line.of(rule.getKey()) && !line.within(rule.getValue())))
                .toList();

        assertEquals(List.of(), forbidden);
    }

    @Test
    void noRoomOfCoreButTheEngineImportsTheConfiguration() throws IOException {
        List<Import> forbidden = imports().stream()
                .filter(line -> line.module.equals("core"))
                .filter(line -> line.of("dev.perigee.core.config") && !line.within("dev.perigee.core.config"))
                .filter(line -> !line.within("dev.perigee.core.engine"))
                .toList();

        assertEquals(List.of(), forbidden);
    }

    @Test
    void frontEndsHoldAnEngineAndKnowWhatItSpeaksOf() throws IOException {
        List<Import> forbidden = imports().stream()
                .filter(line -> FRONT_ENDS.contains(line.module) && line.of("dev.perigee.core"))
                .filter(line -> SPOKEN_OF.stream().noneMatch(room -> line.of("dev.perigee.core." + room)))
                .filter(line -> !(line.module.equals("daemon") && line.of("dev.perigee.core.disk")))
                .toList();

        assertEquals(List.of(), forbidden);
    }

    @Test
    void noFrontEndRunsAVerbPastTheEngine() throws IOException {
        List<Import> forbidden = imports().stream()
                .filter(line -> FRONT_ENDS.contains(line.module))
                .filter(line -> VERBS.stream().anyMatch(verb -> line.imported.equals("dev.perigee.core." + verb)))
                .toList();

        assertEquals(List.of(), forbidden);
    }

    @Test
    void theRoomsBelowKnowNothingOfTheEngine() throws IOException {
        List<Import> forbidden = imports().stream()
                .filter(line -> line.module.equals("core"))
                .filter(line -> line.of("dev.perigee.core.engine") || line.of("dev.perigee.core.report"))
                .filter(line -> !line.within("dev.perigee.core.engine") && !line.within("dev.perigee.core.report"))
                .toList();

        assertEquals(List.of(), forbidden);
    }

    @Test
    void noPackageHasANameThatSaysNothing() throws IOException {
        List<String> packages = imports().stream().map(Import::from).distinct().toList();

        assertEquals(
                List.of(),
                packages.stream()
                        .filter(name -> MEANINGLESS.matcher(name).find())
                        .toList());
    }

    /** What uses nothing that is left goes, until all have gone. */
    @Test
    void noPackagesUseEachOtherInACircle() throws IOException {
        List<Import> left = imports().stream()
                .filter(line -> line.of(root(line.module)) && !line.from.equals(packageOf(line.imported)))
                .toList();
        for (int before = -1; before != left.size(); ) {
            before = left.size();
            Set<String> users = left.stream().map(Import::from).collect(Collectors.toSet());
            left = left.stream()
                    .filter(line -> users.contains(packageOf(line.imported)))
                    .toList();
        }

        assertEquals(List.of(), left);
    }

    @Test
    void noTypesOfAModuleBearTheSameName() throws IOException {
        for (String module : MAY_USE.keySet()) {
            Map<String, List<Path>> byName = sources(module).stream()
                    .filter(file -> !file.toString().endsWith("-info.java"))
                    .collect(Collectors.groupingBy(file -> file.getFileName().toString()));
            byName.values().removeIf(files -> files.size() == 1);

            assertEquals(Map.of(), byName);
        }
    }

    @Test
    void everyPackageHasASignOnItsDoor() throws IOException {
        List<Path> unsigned = new ArrayList<>();
        for (String module : MAY_USE.keySet()) {
            for (Path file : sources(module)) {
                boolean inPackage = !file.endsWith("module-info.java");
                if (inPackage && !Files.exists(file.resolveSibling("package-info.java"))) {
                    unsigned.add(file);
                }
            }
        }

        assertEquals(List.of(), unsigned);
    }

    /** Of a type, or of a type's member. */
    private static String packageOf(String imported) {
        return imported.replaceFirst("\\.[A-Z].*", "");
    }

    private static String root(String module) {
        return "dev.perigee." + module.replace('-', '.').replace('/', '.');
    }

    private static List<Import> imports() throws IOException {
        List<Import> imports = new ArrayList<>();
        for (String module : MAY_USE.keySet()) {
            for (Path file : sources(module)) {
                String text = Files.readString(file);
                Matcher packageLine = PACKAGE.matcher(text);
                if (packageLine.find()) {
                    IMPORT.matcher(text)
                            .results()
                            .forEach(line -> imports.add(new Import(module, packageLine.group(1), line.group(1))));
                }
            }
        }
        return imports;
    }

    private static List<Path> sources(String module) throws IOException {
        Path folder = Product.repository().resolve(module).resolve("src/main/java");
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
