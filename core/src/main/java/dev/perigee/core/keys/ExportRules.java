package dev.perigee.core.keys;

/**
 * Which keys an export takes, and what of them.
 *
 * @param filter which keys
 * @param keysOnly whether all values are left out
 * @param redaction which values are left out as secrets
 */
public record ExportRules(KeyFilter filter, boolean keysOnly, Redaction redaction) {

    /**
     * An entry as it goes into the file.
     *
     * @param entry as the source has it
     * @return with its value or without
     */
    public KeyEntry shown(KeyEntry entry) {
        return keysOnly ? entry.withoutValue() : redaction.applyTo(entry);
    }

    /**
     * Which values the file lacks.
     *
     * @return for its header
     */
    public DumpHeader.LeftOut leftOut() {
        if (keysOnly) {
            return DumpHeader.LeftOut.ALL;
        }
        return redaction.equals(Redaction.NONE) ? DumpHeader.LeftOut.NONE : DumpHeader.LeftOut.SECRETS;
    }
}
