package dev.perigee.sink.gcs;

import dev.perigee.api.SettingException;
import dev.perigee.api.SinkSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Who the sink is to the store. */
public sealed interface Login {

    /**
     * A credentials file: a service account's key, or a workload identity's configuration. Read once a run.
     *
     * @param path the JSON file
     */
    record CredentialsFile(Path path) implements Login {}

    /** The application default: environment, gcloud's own file, or the machine's identity. */
    record ApplicationDefault() implements Login {}

    /** Nobody: for emulators. */
    record Anonymous() implements Login {}

    /** The words of the setting. */
    enum Word {
        DEFAULT,
        NONE
    }

    static Login read(SinkSettings settings) {
        Word word = settings.choice("credentials", Word.DEFAULT);
        Optional<Path> file = settings.path("credentials-file");
        if (file.isPresent() && word == Word.NONE) {
            throw new SettingException("credentials-file", "and credentials = none are both set; keep one");
        }
        file.ifPresent(Login::requireReadable);
        return file.<Login>map(CredentialsFile::new)
                .orElseGet(() -> word == Word.NONE ? new Anonymous() : new ApplicationDefault());
    }

    private static void requireReadable(Path file) {
        if (!Files.exists(file)) {
            throw new SettingException(
                    "credentials-file",
                    "names " + file + ", which doesn't exist; it takes the path of a service account's key in JSON");
        }
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new SettingException(
                    "credentials-file", "names " + file + ", which can't be read as a file by this user");
        }
    }
}
