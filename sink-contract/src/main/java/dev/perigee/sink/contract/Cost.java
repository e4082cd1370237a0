package dev.perigee.sink.contract;

/** What a rule's check asks of a place: whether one would run it on somebody's bucket without being told to. */
public enum Cost {
    /** A few dozen small requests. */
    CHEAP,
    /** Thousands of requests, or tens of megabytes. */
    BIG
}
