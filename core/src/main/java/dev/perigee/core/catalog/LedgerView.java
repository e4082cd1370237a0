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
}
