package dev.perigee.core.engine;

import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.disk.Packing;
import dev.perigee.core.encoding.Decoding;
import dev.perigee.core.encoding.Identities;
import dev.perigee.core.encoding.NoIdentityException;
import dev.perigee.core.encoding.UndecodableException;
import dev.perigee.core.keys.DumpFile;
import dev.perigee.core.keys.KeptPipe;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.words.FailureWords;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The files of an import, proven; what comes through a pipe is kept aside until this is closed. */
final class DumpFiles implements Closeable {

    private static final Path STANDARD_INPUT = Path.of("-");

    private final Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    private final InputStream input;
    private final List<KeptPipe> kept = new ArrayList<>();
    private final List<DumpFile> files = new ArrayList<>();

    private final Identities identities;

    private DumpFiles(InputStream input, Identities identities) {
        this.input = input;
        this.identities = identities;
    }

    /** What is encoded is decoded at each reading, by what opens encrypted backups here. */
    static DumpFiles open(List<Path> paths, InputStream input, Identities identities)
            throws IOException, OperationException {
        DumpFiles dumps = new DumpFiles(input, identities);
        try {
            for (Path path : paths) {
                dumps.files.add(dumps.open(path));
            }
            return dumps;
        } catch (IOException | OperationException e) {
            dumps.close();
            throw e;
        }
    }

    List<DumpFile> files() {
        return files;
    }

    private DumpFile open(Path path) throws IOException, OperationException {
        if (path.equals(STANDARD_INPUT)) {
            return decoded(keep(input), "standard input");
        }
        if (!DurableFile.isStream(path)) {
            return decoded(path, path.toString());
        }
        try (InputStream pipe = Files.newInputStream(path)) {
            return decoded(keep(pipe), path.toString());
        }
    }

    private DumpFile decoded(Path path, String name) throws IOException, OperationException {
        if (identities.isEmpty() && Packing.of(path).equals(Optional.of(Packing.AGE))) {
            return DumpFile.open(path, name); // says so, and how to open it
        }
        try {
            return DumpFile.open(path, name, () -> Decoding.whatever(Files.newInputStream(path), identities));
        } catch (NoIdentityException e) {
            throw new OperationException(
                    Outcome.REFUSED,
                    name + " is encrypted with age, and " + FailureWords.of(e),
                    Optional.of("name the file with the identity in age.identities of the configuration"),
                    Optional.of(e));
        } catch (UndecodableException e) {
            throw new OperationException(
                    Outcome.DAMAGED, name + " is damaged: " + FailureWords.of(e), Optional.empty(), Optional.of(e));
        }
    }

    private Path keep(InputStream pipe) throws IOException {
        KeptPipe came = KeptPipe.of(pipe, temporary);
        kept.add(came);
        return came.file();
    }

    @Override
    public void close() throws IOException {
        for (KeptPipe pipe : kept) {
            pipe.close();
        }
    }
}
