package dev.perigee.core.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import dev.perigee.api.StorageSinkProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A folder with plugins, and what the loader makes of it. */
abstract class PluginFolder {

    static final ObjectKey KEY = ObjectKey.of("prod/x");

    @TempDir
    Path directory;

    SinkPlugins plugins;

    @BeforeEach
    void empty() {
        plugins = SinkPlugins.in(List.of(directory), directory);
    }

    @AfterEach
    void close() {
        plugins.close();
    }

    PluginFinding only() {
        List<PluginFinding> all = plugins.all();
        assertEquals(1, all.size(), all.toString());
        return all.getFirst();
    }

    void assertProblem(PluginFinding finding, String name, String sentence) {
        assertProblem(finding, name, null, sentence);
    }

    void assertProblem(PluginFinding finding, String name, Optional<String> provider, String sentence) {
        PluginProblem problem = assertInstanceOf(PluginProblem.class, finding);
        Optional<String> expected =
                provider == null ? problem.provider().filter(p -> p.endsWith(".SampleProvider")) : provider;
        assertEquals(directory.resolve(name), problem.path());
        assertEquals(expected, problem.provider());
        assertTrue(provider != null || expected.isPresent(), "names the class: " + problem);
        assertTrue(problem.sentence().startsWith(sentence), problem.toString());
    }

    StorageSinkProvider provider(String type) throws PluginException {
        return plugins.provider(type);
    }

    StorageSink open(String type, Map<String, ?> settings) throws SinkException {
        return plugins.open(new SinkDefinition("offsite", type, settings));
    }

    String whatItSees(String type) throws IOException {
        try (StorageSink sink = open(type, Map.of("bucket", "b"));
                InputStream in = sink.get(KEY, 0)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static String dump(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
