package dev.perigee.core.backup;

import dev.perigee.core.encoding.AgeRecipient;
import dev.perigee.core.encoding.EncodingSettings;
import dev.perigee.core.encoding.Identities;
import dev.perigee.core.encoding.Tools;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.sink.local.LocalSink;
import dev.perigee.sink.local.LocalSinkConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A local sink whose bodies are compressed, and encrypted for a key that is there and may be left out. */
abstract class EncodedFixture {

    @TempDir
    Path folder;

    Path state;
    Path key;
    EncodingSettings locked;

    @BeforeEach
    void prepare() throws Exception {
        state = folder.resolve("state");
        key = Tools.identity(folder, "key.txt");
        locked = lockedFor(key);
    }

    static EncodingSettings lockedFor(Path... keys) throws Exception {
        List<AgeRecipient> recipients = new ArrayList<>();
        for (Path key : keys) {
            recipients.add(AgeRecipient.parse(Tools.recipient(key)));
        }
        return new EncodingSettings(OptionalInt.of(3), recipients);
    }

    Bench bench() {
        return new Bench(state).withLocal(RetentionRules.KEEP_ALL).encoded("local", locked);
    }

    Bench reading() {
        Bench bench = bench();
        bench.identities = new Identities(List.of(key));
        return bench;
    }

    static LocalSink local(Path path) {
        return new LocalSink(new LocalSinkConfig(path));
    }
}
