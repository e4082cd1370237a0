package dev.perigee.core.history.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.catalog.UnreadableManifest;
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

class PackFormatTest {

    private static String example() throws Exception {
        String document = Files.readString(Path.of("..", "docs", "stored-format.md"));
        Matcher matcher = Pattern.compile("```json\n(\\{\n  \"format\": 1,\n  \"timeline\".*?)```", Pattern.DOTALL)
                .matcher(document);
        assertTrue(matcher.find(), "the document has an example of a record");
        return matcher.group(1);
    }

    private static String repeating(String first, String last) throws Exception {
        return example()
                .replace(
                        "\"leases\"",
                        "\"repeated\": [{\"first\": \"" + first + "\", \"last\": \"" + last + "\"}], \"leases\"");
    }

    private static PackRecord read(String json) throws UnreadableManifest {
        return PackJson.read("the example", json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theDocumentsExampleIsReadAndWrittenAsItStands() throws Exception {
        PackRecord record = read(example());

        assertEquals(
                Json.write(Json.parse(example())), new String(PackJson.write(record), StandardCharsets.UTF_8).strip());
        assertEquals(record.object().key(), record.place().key("prod", PackPlace.Part.ROWS));
        assertEquals(
                Optional.of(new PackPlace.Key(record.place(), PackPlace.Part.ROWS)),
                PackPlace.parse("prod", record.object().key()));
    }

    @Test
    void membersNobodyKnowsArePassedOverAndANewerFormatSaysSo() throws Exception {
        String extended = example().replace("\"job\"", "\"tomorrow\": {\"x\": [1]}, \"job\"");
        String newer = example().replace("\"format\": 1", "\"format\": 2");

        assertEquals(read(example()), read(extended));
        UnreadableManifest failure = assertThrows(UnreadableManifest.class, () -> read(newer));
        assertEquals("the example has format version 2; this release reads up to 1", failure.getMessage());
        assertEquals(Outcome.REFUSED, failure.outcome());
    }

    @Test
    void aRecordThatContradictsItselfIsDamage() throws Exception {
        List<String> wrong = List.of(
                example().replace("\"rows\": 201", "\"rows\": 176"),
                example().replace("\"rows\": 201", "\"rows\": -1"),
                example().replace("48390, \"time\"", "48389, \"time\""),
                example().replace("48300, \"time\"", "48391, \"time\""),
                example().replace("06:00:12Z", "06:00:14Z"),
                example().replace("48300, \"time\"", "48213, \"time\""),
                repeating("1969-12-31T23:59:59Z", "2026-11-28T06:00:12Z"),
                repeating("2026-11-28T06:00:12Z", "+10000-01-01T00:00:00Z"),
                example().replace("\"seconds\": 60", "\"seconds\": 0"),
                example().replace("{\"revision\": 48390, \"compacted\"", "{\"revision\": 48389, \"compacted\""),
                example().replace("\"compacted\": 40000", "\"compacted\": 48391"),
                example().replace("\"hashKv\": 1562576432", "\"hashKv\": 4294967296"),
                example().replace("\"pack\": \"48214-", "\"pack\": \"048214-"),
                example().replace("\"pack\": \"48214-48390", "\"pack\": \"48390-48214"));

        for (String json : wrong) {
            UnreadableManifest failure = assertThrows(UnreadableManifest.class, () -> read(json), json);
            assertEquals(Outcome.DAMAGED, failure.outcome(), json);
        }
    }
}
