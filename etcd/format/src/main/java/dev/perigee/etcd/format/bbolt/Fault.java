package dev.perigee.etcd.format.bbolt;

/** The classes of damage that a database file can show. */
public enum Fault {
    /** There is no byte in the file. */
    EMPTY_FILE,
    /** Neither meta page bears bbolt's mark. */
    NOT_A_DATABASE,
    /** A machine of the other byte order wrote the file. */
    BIG_ENDIAN,
    /** The marks are there, but no meta page's version and checksum are right. */
    NO_VALID_META,
    /** The meta page names a page size that bbolt can't have. */
    PAGE_SIZE,
    /** The two meta pages contradict each other, or the live one itself. */
    META,
    /** The file is shorter than its own page count. */
    FILE_CUT,
    /** The file changed while it was being read. */
    FILE_CHANGED,
    /** A page number that the file doesn't have, or a meta page's. */
    PAGE_RANGE,
    /** Two places lead to one page: a cycle, or a double use. */
    PAGE_TWICE,
    /** A page in use is on the list of free pages. */
    PAGE_FREE,
    /** A page that nothing leads to, and that isn't free. */
    PAGE_LOST,
    /** A page's header bears another number than its place. */
    PAGE_NUMBER,
    /** A page's header doesn't say branch or leaf where one must be. */
    PAGE_TYPE,
    /** A page claims to run on beyond the last one. */
    PAGE_OVERFLOW,
    /** A page claims more elements than fit into it, or none where some must be. */
    ELEMENT_COUNT,
    /** An element's key or value lies outside its page, or over another's. */
    ELEMENT_BOUNDS,
    /** Bytes between or behind elements that none claims: one may have been dropped, or its length changed. */
    ELEMENT_GAP,
    /** An element bears a flag that bbolt never writes. */
    ELEMENT_FLAGS,
    /** A key is empty or longer than bbolt allows. */
    KEY_LENGTH,
    /** Keys don't ascend. */
    KEY_ORDER,
    /** The tree is deeper than any real one. */
    DEPTH,
    /** The list of free pages is damaged. */
    FREELIST,
    /** A bucket's record is damaged. */
    BUCKET_RECORD,
    /** A plain entry where only buckets belong, or a bucket where only plain entries belong. */
    BUCKET_PLACE,
    /** A bucket that every etcd server creates isn't there. */
    BUCKET_MISSING,
    /** A row's key isn't a revision. */
    ROW_KEY,
    /** A row's value isn't what etcd stores. */
    ROW_VALUE,
    /** An entry of one of etcd's small buckets isn't what etcd stores. */
    ENTRY
}
