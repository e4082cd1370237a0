package dev.perigee.core.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.encoding.Decoding;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.etcd.format.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class StoredFormatTest {

    private static String example() throws Exception {
        String document = Files.readString(Path.of("..", "docs", "stored-format.md"));
        Matcher matcher = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL).matcher(document);
        assertTrue(matcher.find(), "the document has an example");
        return matcher.group(1);
    }

    private static Manifest read(String json) throws UnreadableManifest {
        return ManifestJson.read("the example", json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theDocumentsExampleIsReadAndWrittenAsItStands() throws Exception {
        Manifest manifest = read(example());

        assertEquals(
                Json.write(Json.parse(example())),
                new String(ManifestJson.write(manifest), StandardCharsets.UTF_8).strip());
        assertEquals(0xcdf818194e3a8c32L, manifest.cluster().id());
        assertEquals(manifest.body().key(), Layout.STANDARD.body("prod", manifest.id()));
    }

    @Test
    void membersNobodyKnowsArePassedOver() throws Exception {
        String extended = example().replace("\"job\"", "\"tomorrow\": {\"x\": [1]}, \"job\"");

        assertEquals(read(example()), read(extended));
    }

    @Test
    void aComparisonInWordsOfANewerReleaseCostsTheComparisonAndNotTheBackup() throws Exception {
        Manifest manifest = read(example());

        Manifest newer = read(example().replace("\"agreed\"", "\"mostly\""));

        assertEquals("1 of 1", manifest.comparison().orElseThrow().brief());
        assertEquals(Optional.empty(), newer.comparison());
        assertEquals(manifest.facts(), newer.facts());
    }

    @Test
    void aComparisonOfNoSuchClusterIsDamage() throws Exception {
        for (String voters : List.of("-1", "2147483648", "99999999999999999999")) {
            String planted = example().replace("\"voters\": 1", "\"voters\": " + voters);

            UnreadableManifest failure = assertThrows(UnreadableManifest.class, () -> read(planted), voters);

            assertEquals(Outcome.DAMAGED, failure.outcome(), voters);
        }
    }

    @Test
    void anEncodingThatNoReleaseCouldCallSoIsDamageAndAWordNobodyKnowsIsANewerReleases() throws Exception {
        for (String names : List.of("\"\", \"age\"", "\"age\", \"age\"", "\"ZSTD\"", "\"zstd \"", "\"../age\"")) {
            String planted = example().replace("\"encoding\": []", "\"encoding\": [" + names + "]");

            UnreadableManifest failure = assertThrows(UnreadableManifest.class, () -> read(planted), names);

            assertEquals(Outcome.DAMAGED, failure.outcome(), names);
        }
        Manifest newer = read(example().replace("\"encoding\": []", "\"encoding\": [\"brotli\"]"));
        assertEquals(Optional.of("brotli"), Decoding.unknown(newer.body().encoding()));
    }

    @Test
    void aNewerFormatVersionSaysSo() throws Exception {
        String newer = example().replace("\"format\": 1", "\"format\": 2");

        UnreadableManifest failure = assertThrows(UnreadableManifest.class, () -> read(newer));

        assertEquals("the example has format version 2; this release reads up to 1", failure.getMessage());
        assertEquals(Outcome.REFUSED, failure.outcome());
    }

    @Test
    void aCutOrSenselessManifestIsDamaged() throws Exception {
        String whole = example();
        for (String bad : new String[] {
            whole.substring(0, whole.length() / 2),
            whole.replace("\"revision\": 48213", "\"revision\": \"many\""),
            whole.replace("\"role\": \"snapshot\"", "\"role\": \"other\""),
            whole.replace("9f86d081", "xyz"),
            whole.replace("prod/snapshots", "../../etc"),
            "[]",
            ""
        }) {
            UnreadableManifest failure = assertThrows(UnreadableManifest.class, () -> read(bad), bad);
            assertEquals(Outcome.DAMAGED, failure.outcome());
        }
    }
}
