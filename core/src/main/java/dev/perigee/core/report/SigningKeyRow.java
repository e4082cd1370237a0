package dev.perigee.core.report;

import dev.perigee.core.engine.SigningKeyInfo;
import dev.perigee.core.report.View.Align;
import java.util.List;

/** How a key to sign with is shown: never its private half. */
public final class SigningKeyRow {

    private static final View<SigningKeyInfo> VIEW = new View<>(
            List.of(
                    Column.of("file", "file", "File", key -> key.file().toString()),
                    Column.of("fingerprint", "fingerprint", "Fingerprint", SigningKeyInfo::fingerprint),
                    Column.of("signer", "signer", "Signer", SigningKeyInfo::signer)),
            Align.LEFT);

    private SigningKeyRow() {}

    /**
     * The key.
     *
     * @param key what is known of it
     * @return one row
     */
    public static Report<SigningKeyInfo> of(SigningKeyInfo key) {
        return Report.of(VIEW, key);
    }
}
