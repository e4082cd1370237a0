package dev.perigee.distribution;

import static dev.perigee.distribution.DiskTest.says;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.test.servers.InstalledServer;
import dev.perigee.test.servers.RealEtcd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A disk that fills up while a backup is compressed and encrypted: nothing half is left that could be decoded, the message says
 * which disk and what it lacks, and the next run with room stores all of it.
 */
class FullDiskTest {

    /** Random, so that what is encoded takes as much again. */
    private static final int MEGABYTES = 20;

    private static Product product;
    private static RealEtcd etcd;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        product = Product.unpack("full");
        etcd = RealEtcd.start("3.6");
        etcd.load(MEGABYTES, 1_000_000);
    }

    @AfterAll
    static void stop() {
        etcd.close();
        product.close();
    }

    @BeforeEach
    void configure() throws IOException {
        Path identity = folder.resolve("identity.txt");
        Product.command(InstalledServer.binary("age", "age-keygen").toString(), "-o", identity.toString())
                .orFail();
        String recipient = Files.readString(identity).replaceAll("(?s).*(age1[a-z0-9]+).*", "$1");
        Files.createDirectory(folder.resolve("files"));
        Files.writeString(folder.resolve("perigee.conf"), """
                perigee {
                  clusters.prod.endpoints = ["%1$s"]
                  age.identities = ["%2$s/identity.txt"]
                  sinks.one { type = local, directory = "%2$s/one", encoding.age.recipients = [%3$s], retry.attempts = 1 }
                  sinks.two { type = local, directory = "%2$s/two", retry.attempts = 1,
                    encoding { zstd = on, age.recipients = [%3$s] } }
                  jobs.default.companions { files = ["%2$s/files/*"], recipients = [%3$s], sinks = [one] }
                }
                """.formatted(etcd.endpoint(), folder, recipient));
        companions(1_000);
    }

    private void companions(int bytes) throws IOException {
        byte[] content = new byte[bytes];
        for (int number = 0; number < 4; number++) {
            new Random(number).nextBytes(content);
            Files.write(folder.resolve("files/" + number), content);
        }
    }

    private String script(String text) {
        return DiskTest.script(product, folder, text);
    }

    /** Of the room that the snapshot leaves, companions take so much; the rest is too little for one form, or for both. */
    @ParameterizedTest
    @CsvSource({"10000000, 11", "14400000, 14", "16000000, 14"})
    void theSpool(int companion, int exit) throws IOException {
        companions(companion);

        String said = script("""
                p snapshot save a.db > a.txt
                tmpfs $(($(stat -c %s a.db) + (68 << 20))) state; chmod 700 state
                p snapshot save
                echo "parts: $(find state one two -name '*.part' -o -name '*.tmp' 2>&1 | grep -c part)"
                for sink in one two; do
                  echo "$sink: $(ls $sink/prod/snapshots 2>/dev/null | wc -l) $(ls $sink/prod/manifests 2>/dev/null | wc -l)"
                done
                mount -o remount,size=900m state
                p snapshot save
                p snapshot verify latest --all-sinks
                find state/spool -type f
                """);

        says(said, "No space left on device: the file system of " + folder + "/state/spool/", " more", "exit " + exit);
        says(said, "free some space there", "parts: 0", "exit 0\nexit 0");
        assertTrue(
                exit == 14
                        ? said.contains("one: 0 0\ntwo: 0 0")
                        : said.contains("one: 1 1") != said.contains("two: 1 1"),
                said);
        assertTrue(said.endsWith("exit 0"), said);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 9, 18})
    void aLocalSink(int megabytes) {
        String said = script("""
                tmpfs %sm two
                p snapshot save
                echo "left in two: $(find two -type f | wc -l)"
                mount -o remount,size=200m two
                p snapshot save
                p snapshot verify latest --all-sinks
                echo "in two: $(ls two/prod/manifests | wc -l)"
                """.formatted(megabytes));

        says(said, "sink 'two'", "No space left on device", "; it takes ", "and its file system has ", "B free");
        says(said, "exit 11\nleft in two: 0\n", "exit 0\nexit 0\nin two: 2");
    }

    /** They are the lack of a backup whose data is whole. */
    @Test
    void companionsThatDoNotFit() throws IOException {
        companions(15_000_000);

        String said = script("""
                (ulimit -f 90000; p snapshot save)
                echo "parts: $(find state one two -name '*.part' | wc -l)"
                ls one/prod
                p snapshot verify latest --all-sinks
                p snapshot save
                ls one/prod/companions | wc -l
                """);

        says(
                said,
                "the backup has no companions: they can't be packed: File too large",
                "ulimit -f",
                "exit 11\nparts: 0");
        assertFalse(said.substring(0, said.indexOf("exit 0")).contains("\ncompanions\n"), said);
        assertTrue(said.endsWith("exit 0\nexit 0\n1"), said);
    }
}
