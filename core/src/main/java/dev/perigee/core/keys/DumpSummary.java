package dev.perigee.core.keys;

/**
 * What went into a file of keys, and what its form could not carry.
 *
 * @param entries how many keys are in the file
 * @param valuesLeftOut how many of them lack their value, because they were redacted or only keys were asked for
 * @param keysLost how many keys the form can't express and are not in the file
 * @param leasesLost how many keys have lost their lease
 */
public record DumpSummary(long entries, long valuesLeftOut, long keysLost, long leasesLost) {}
