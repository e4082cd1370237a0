package dev.perigee.core.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Manifests that name packs, as anybody may have written them. */
class PacksAgreementTest {

    private static final Manifest RAW = ManifestExamples.at(6);
    private static final BackupId ID = RAW.id();
    private static final Sha256 DIGEST = Sha256.digest(new byte[1]);

    private static StoredObject pack(String key) {
        return new StoredObject(Manifest.PACK, ObjectKey.of(key), 7, DIGEST);
    }

    private static String rows(int number) {
        return "prod/snapshots/20261123T0600%02dZ-%d-00000000.rows".formatted(number % 60, number + 1);
    }

    private static StoredObject own() {
        return pack("prod/snapshots/" + ID + ".rows");
    }

    private static Manifest packed(List<StoredObject> packs) {
        StoredObject own = own();
        StoredObject body = new StoredObject(
                Manifest.SNAPSHOT,
                own.key(),
                own.length(),
                own.sha256(),
                List.of("packs"),
                Optional.of(new StoredObject.Plain(1_000, DIGEST)),
                List.of(),
                Optional.empty());
        List<StoredObject> objects = new ArrayList<>(List.of(body));
        objects.addAll(packs);
        return RAW.with(objects).holding(DIGEST);
    }

    private static Optional<String> finding(List<StoredObject> packs) {
        return Agreement.finding("prod", ID, packed(packs));
    }

    @Test
    void oneThatNamesItsOwnBodyAndOthersIsBelieved() {
        assertEquals(Optional.empty(), finding(List.of(own())));
        assertEquals(Optional.empty(), finding(List.of(own(), pack(rows(1)), pack(rows(2)))));
    }

    @Test
    void whatNoBackupIsMadeOfIsRefused() {
        List<StoredObject> many = new ArrayList<>(List.of(own()));
        IntStream.range(0, 64).forEach(number -> many.add(pack(rows(number))));
        StoredObject inItself = new StoredObject(
                Manifest.PACK,
                ObjectKey.of(rows(3)),
                7,
                DIGEST,
                List.of("packs"),
                Optional.of(new StoredObject.Plain(7, DIGEST)),
                List.of(),
                Optional.empty());

        List<List<StoredObject>> wrong = List.of(
                List.of(),
                List.of(pack(rows(1))),
                List.of(own(), own()),
                List.of(own(), pack("other/snapshots/20261123T060001Z-2-00000000.rows")),
                List.of(own(), pack("prod/manifests/20261123T060001Z-2-00000000.json")),
                List.of(own(), pack("prod/snapshots/20261123T060001Z-2-00000000.db")),
                List.of(own(), inItself),
                many);

        for (List<StoredObject> packs : wrong) {
            assertTrue(finding(packs).isPresent(), packs::toString);
        }
    }

    @Test
    void onlyABodyOfPacksNamesPacksAndItSaysWhatTheyComeTo() {
        List<StoredObject> objects = new ArrayList<>(RAW.objects());
        objects.add(pack(rows(1)));
        Manifest silent = RAW.with(packed(List.of(own())).objects());

        assertTrue(Agreement.finding("prod", ID, RAW.with(objects)).isPresent());
        assertTrue(Agreement.finding("prod", ID, silent).isPresent());
    }

    @Test
    void itIsTheSameBackupAsTheOneThatIsStoredAsAFile() {
        Manifest packed = packed(List.of(own(), pack(rows(1))));

        assertEquals(
                List.of(ObjectKey.of("prod/snapshots/" + ID + ".db")),
                packed.plain().objects().stream().map(StoredObject::key).toList());
        assertEquals(1_000, packed.plain().body().length());
    }
}
