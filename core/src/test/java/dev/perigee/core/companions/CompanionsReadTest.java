package dev.perigee.core.companions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.test.servers.Command;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can't be kept costs nothing but itself, and is named with what to do. */
class CompanionsReadTest {

    @TempDir
    Path folder;

    private Path pki;

    @BeforeEach
    void fill() throws IOException {
        pki = Files.createDirectories(folder.resolve("pki"));
        Files.writeString(pki.resolve("ca.key"), "private");
        Files.writeString(pki.resolve("z.crt"), "open");
    }

    /** All but one is there, which is told in these words. */
    private void costsItselfAlone(String file, String words) {
        Companions companions = Companions.read(List.of(pki + "/**"));

        assertEquals(2, companions.count(), companions::toString);
        assertEquals(1, companions.lacks().size(), companions::toString);
        String line = companions.lacks().getFirst().line();
        assertTrue(line.startsWith(pki.resolve(file) + " ") && line.contains(words), line);
    }

    private static void run(String... command) {
        Command.run(Map.of(), List.of(command)).orFail();
    }

    private static void length(Path file, long bytes) throws IOException {
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(bytes);
        }
    }

    @Test
    void aPipe() {
        run("mkfifo", pki.resolve("m.pipe").toString());

        costsItselfAlone("m.pipe", "is a device, a socket or a pipe, which can't be kept: leave it out");
    }

    @Test
    void aFileThatIsLargerThanCompanionsAre() throws IOException {
        length(pki.resolve("m.log"), CompanionFiles.LARGEST + 1L);

        costsItselfAlone("m.log", "is larger than 16 MiB");
    }

    @Test
    void aFileThatNeverStaysTheSame() throws Exception {
        Path changing = Files.writeString(pki.resolve("m.state"), "0");
        AtomicBoolean over = new AtomicBoolean();
        Thread writer = Thread.ofPlatform().start(() -> {
            for (int length = 1; !over.get(); length = length % 4_000_000 + 50_000) {
                grow(changing, length);
            }
        });
        try {
            boolean seen = false;
            while (!seen) { // it may stand still for one look, never for all
                Companions companions = Companions.read(List.of(pki + "/**"));
                seen = companions.lacks().stream()
                        .anyMatch(lack -> lack.line().contains(changing + " changed each time that it was read"));
                assertEquals(seen ? 2 : 3, companions.count(), companions::toString);
            }
        } finally {
            over.set(true);
            writer.join();
        }
    }

    private static void grow(Path file, long bytes) {
        try {
            length(file, bytes);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aLinkThatLeadsAwayIsKeptAsALinkAndTold() throws IOException {
        Path away = Files.writeString(folder.resolve("dated.pem"), "elsewhere");
        Files.createSymbolicLink(pki.resolve("current.pem"), away);
        Files.createSymbolicLink(pki.resolve("within.pem"), Path.of("z.crt"));
        Files.createSymbolicLink(pki.resolve("nowhere.pem"), Path.of("gone"));

        Companions companions = Companions.read(List.of(pki + "/**"));
        Companions both = Companions.read(List.of(pki + "/**", away.toString()));

        assertEquals(5, companions.count());
        assertEquals(1, companions.lacks().size(), companions::toString);
        assertEquals(
                pki + "/current.pem is kept as a link alone: name " + away + " as well, which it leads to",
                companions.lacks().getFirst().line());
        assertEquals(List.of(), both.lacks());
    }

    @Test
    void aDirectoryThatIsNamedWithoutAStarTellsWhatIsMissing() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));

        Companions alone = Companions.read(List.of(pki.toString(), empty.toString()));
        Companions both = Companions.read(List.of(pki.toString(), pki + "/**"));

        assertEquals(
                List.of(pki + " is a directory, kept without what is in it: name " + pki + "/** for that"),
                alone.lacks().stream().map(LeftOut::line).toList());
        assertEquals(List.of(), both.lacks());
    }

    @Test
    void aLinkToADirectoryIsToldUnlessSomethingInThereIsKept() throws IOException {
        Path away = Files.createDirectory(folder.resolve("away"));
        Files.writeString(away.resolve("tls.crt"), "x");
        Files.createSymbolicLink(pki.resolve("current"), away);

        Companions alone = Companions.read(List.of(pki + "/**"));
        Companions both = Companions.read(List.of(pki + "/**", away + "/tls.crt"));

        assertEquals(
                pki + "/current is kept as a link alone: name " + away + "/** as well, which it leads to",
                alone.lacks().getFirst().line());
        assertEquals(List.of(), both.lacks());
    }

    /** A tar with both can't be laid out: the link would be written through. */
    @Test
    void whatLiesBehindALinkThatIsKeptIsToldUnlessItsOwnPlaceIsKeptToo() throws IOException {
        Path v1 = Files.createDirectories(folder.resolve("v1/deep"));
        Files.writeString(v1.resolve("tls.crt"), "deep");
        Path current = Files.createSymbolicLink(pki.resolve("current"), folder.resolve("v1"));

        Companions alone = Companions.read(List.of(current + "/deep/tls.crt", pki + "/**"));
        Companions both = Companions.read(List.of(pki + "/**", current + "/deep/*", folder + "/v1/**"));
        Companions noLink = Companions.read(List.of(current + "/deep/*"));

        assertEquals(3, alone.count());
        assertEquals(
                current + "/deep/tls.crt lies behind " + current + ", which is kept as a link: name " + v1
                        + "/tls.crt instead",
                alone.lacks().getFirst().line());
        assertEquals(4, both.count());
        assertEquals(List.of(), both.lacks());
        assertEquals(1, noLink.count());
        for (Companions each : List.of(alone, both, noLink)) {
            assertTrue(layable(each), each::toString);
        }
    }

    private boolean layable(Companions companions) throws IOException {
        Path tar = folder.resolve("companions.tar");
        try (OutputStream out = Files.newOutputStream(tar)) {
            companions.pack(out);
        }
        return CompanionsPlan.of(tar, folder.resolve("out")).conflicts().isEmpty();
    }

    @Test
    void whatCantBeLaidOutIsNeverPacked() {
        TarEntry link = new TarEntry("a", TarEntry.Kind.LINK, 0777, 0, 0, new byte[0], "/etc");
        TarEntry behind = new TarEntry("a/b", TarEntry.Kind.FILE, 0600, 0, 0, new byte[] {1}, "");
        TarEntry outside = new TarEntry("../c", TarEntry.Kind.FILE, 0600, 0, 0, new byte[] {1}, "");
        for (List<TarEntry> entries : List.of(List.of(link, behind), List.of(outside), List.of(behind, behind))) {
            Companions companions = new Companions(entries, List.of());
            assertThrows(IOException.class, () -> companions.pack(OutputStream.nullOutputStream()), entries::toString);
        }
    }

    @Test
    void aLinkWhoseTargetIsNoTextIsToldWithoutHarm() {
        run("sh", "-c", "ln -s \"$(printf 'm\\377')\" \"$0/m.pem\"", pki.toString());

        costsItselfAlone("m.pem", "leads to a name that is no UTF-8: rename that");
    }

    @Test
    void aPatternThatStartsInALinkSaysSo() throws IOException {
        Files.createSymbolicLink(folder.resolve("linked"), pki);

        Companions companions = Companions.read(List.of(folder + "/linked/**", pki + "/ca.key"));

        assertEquals(1, companions.count());
        assertTrue(companions.lacks().getFirst().line().contains("/linked/** starts in a link"), companions::toString);
    }

    @Test
    void whatIsTooMuchOfAllTogetherIsLeftOutFileByFile() throws IOException {
        for (int number = 0; number < 6; number++) {
            length(pki.resolve("m" + number), 13 << 20);
        }

        Companions companions = Companions.read(List.of(pki + "/ca.key", pki + "/z.crt", pki + "/m*"));

        assertEquals(6, companions.count());
        assertEquals(2, companions.lacks().size());
        assertTrue(companions.lacks().toString().contains("would make more than 64 MiB"), companions::toString);
    }

    @Test
    void whatLiesTooDeepIsNotPassedOverInSilence() throws IOException {
        Path deep = pki;
        for (int level = 0; level < 33; level++) {
            deep = deep.resolve("d");
        }
        Files.createDirectories(deep);

        Companions companions = Companions.read(List.of(pki + "/**"));

        assertEquals(2, companions.count());
        assertTrue(companions.lacks().toString().contains("lies 32 directories deep"), companions::toString);
    }

    @Test
    void aNameThatIsNoTextIsToldWithoutHarm() {
        run("sh", "-c", "printf x > \"$0/$(printf 'm\\377')\"", pki.toString());

        Companions companions = Companions.read(List.of(pki + "/**"));

        assertEquals(2, companions.count());
        assertTrue(companions.lacks().toString().contains("has a name that is no UTF-8"), companions::toString);
    }

    /** A dot of a regular expression stops at each of these, and a double star is made of one. */
    @Test
    void everyStarTakesNamesWithLineEnds() throws IOException {
        Path odd = Files.createDirectories(folder.resolve("odd/in\nner"));
        for (String end : List.of("\n", "\r", "\u0085", "\u2028", "\u2029")) {
            Files.writeString(odd.resolveSibling("a" + end + "b"), "x");
            Files.writeString(odd.resolve(end), "x");
        }

        assertEquals(10, found("/odd/**"));
        assertEquals(10, found("/odd/{in**,a*}"));
        assertEquals(5, found("/odd/*n?ner/*"));
        assertEquals(1, found("/odd/**a\nb"));
        assertEquals(1, found("/odd/**a[\n]b"));
    }

    private int found(String pattern) {
        Companions companions = Companions.read(List.of(folder + pattern));
        assertEquals(List.of(), companions.lacks(), pattern);
        return companions.count();
    }

    @Test
    void hardLinksAndSparseFilesAreFilesLikeAnyOther() throws IOException {
        Files.createLink(pki.resolve("again.key"), pki.resolve("ca.key"));
        length(pki.resolve("sparse"), 1 << 20);

        Companions companions = Companions.read(List.of(pki + "/**"));

        assertEquals(4, companions.count());
        assertEquals(List.of(), companions.lacks());
    }
}
