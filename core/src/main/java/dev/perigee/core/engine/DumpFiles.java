package dev.perigee.core.engine;

import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.keys.DumpFile;
import dev.perigee.core.keys.KeptPipe;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files of an import, proven; what comes through a pipe is kept aside until this is closed. */
final class DumpFiles implements Closeable {

    private static final Path STANDARD_INPUT = Path.of("-");

    private final Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    private final InputStream input;
    private final List<KeptPipe> kept = new ArrayList<>();
    private final List<DumpFile> files = new ArrayList<>();

    private DumpFiles(InputStream input) {
        this.input = input;
    }

    static DumpFiles open(List<Path> paths, InputStream input) throws IOException {
        DumpFiles dumps = new DumpFiles(input);
        try {
            for (Path path : paths) {
                dumps.files.add(dumps.open(path));
            }
            return dumps;
        } catch (IOException e) {
            dumps.close();
            throw e;
        }
    }

    List<DumpFile> files() {
        return files;
    }

    private DumpFile open(Path path) throws IOException {
        if (path.equals(STANDARD_INPUT)) {
            return DumpFile.open(keep(input), "standard input");
        }
        if (!DurableFile.isStream(path)) {
            return DumpFile.open(path);
        }
        try (InputStream pipe = Files.newInputStream(path)) {
            return DumpFile.open(keep(pipe), path.toString());
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
