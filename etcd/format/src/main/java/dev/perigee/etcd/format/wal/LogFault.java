package dev.perigee.etcd.format.wal;

/**
 * Why a log can't be read to its end.
 *
 * @param kind what sort of fault
 * @param file in which file
 * @param offset at which byte of it
 * @param sentence what is wrong there
 */
public record LogFault(Kind kind, String file, long offset, String sentence) {

    /** Sorts of faults. */
    public enum Kind {
        /** The last record wasn't wholly written when the machine stopped: etcd cuts it off when it starts. */
        TORN,
        /** A record isn't what was written: its checksum says so. etcd doesn't start. */
        CHECKSUM,
        /** What stands there is no record. etcd doesn't start; up to 3.6 it may take it for a torn tail. */
        UNREADABLE,
        /** A file is missing between others. etcd doesn't start. */
        MISSING_FILE,
        /** The files are of different members. etcd doesn't start. */
        FOREIGN_FILE
    }
}
