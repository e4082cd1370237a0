package dev.perigee.core.catalog;

import java.util.List;

/**
 * What the ledgers of one sink came to.
 *
 * @param findings what they say against the sink, a sentence each, without the sink's name
 * @param believed those that are signed and in their place
 * @param first whether this installation has never seen any of this sink before: an old state would look the same to it
 */
public record LedgerView(List<String> findings, List<Ledger> believed, boolean first) {

    /** Where there are none, or nobody is named to be believed. */
    public static final LedgerView NONE = new LedgerView(List.of(), List.of(), false);

    /** Copies the lists. */
    public LedgerView {
        findings = List.copyOf(findings);
        believed = List.copyOf(believed);
    }

    /** A copy that isn't believed, of a backup that lay here when one of them was written, is in the place of that. */
    StoredCopy compared(StoredCopy copy) {
        return copy.standing() instanceof Standing.Unbelieved(String finding, boolean _, boolean signed)
                        && believed.stream().anyMatch(ledger -> ledger.backups().containsKey(copy.id()))
                ? copy.as(new Standing.Unbelieved(finding, true, signed))
                : copy;
    }
}
