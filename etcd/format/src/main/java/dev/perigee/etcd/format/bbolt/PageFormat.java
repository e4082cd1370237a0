package dev.perigee.etcd.format.bbolt;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Where things are in a bbolt page: format version 2, little-endian, as every release of bbolt writes it. */
public final class PageFormat {

    /** 32 bits, little-endian, at any address. */
    public static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** 16 bits, little-endian, at any address. */
    public static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** 64 bits, little-endian, at any address. */
    public static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** The smallest page. */
    public static final int MIN_PAGE_SIZE = 1024;

    /** The largest page: 16 MiB. */
    public static final int MAX_PAGE_SIZE = 16 << 20;

    /** Header: u64, the page's own number. */
    public static final int ID = 0;

    /** Header: u16, one of the flags below. */
    public static final int FLAGS = 8;

    /** Header: u16, how many elements. */
    public static final int COUNT = 10;

    /** Header: u32, how many pages more belong to this one. */
    public static final int OVERFLOW = 12;

    /** How long the header is; elements, a meta or free page numbers follow. */
    public static final int HEADER = 16;

    /** The page leads to others. */
    public static final int BRANCH = 0x01;

    /** The page holds entries. */
    public static final int LEAF = 0x02;

    /** The page is one of the first two. */
    public static final int META = 0x04;

    /** The page lists free pages. */
    public static final int FREELIST = 0x10;

    /** How long an element is, in branch and leaf alike. */
    public static final int ELEMENT = 16;

    /** Branch element: u32, where the key is, counted from the element. */
    public static final int BRANCH_POS = 0;

    /** Branch element: u32, the key's length. */
    public static final int BRANCH_KEY_LENGTH = 4;

    /** Branch element: u64, the number of the page it leads to. */
    public static final int BRANCH_CHILD = 8;

    /** Leaf element: u32, {@link #BUCKET_FLAG} or 0. */
    public static final int LEAF_FLAGS = 0;

    /** Leaf element: u32, where the key is, counted from the element; the value follows it. */
    public static final int LEAF_POS = 4;

    /** Leaf element: u32, the key's length. */
    public static final int LEAF_KEY_LENGTH = 8;

    /** Leaf element: u32, the value's length. */
    public static final int LEAF_VALUE_LENGTH = 12;

    /** The leaf element's value is a bucket's record. */
    public static final int BUCKET_FLAG = 0x01;

    /** A bucket's record: u64 root page (0: the page follows inline), u64 sequence. */
    public static final int BUCKET_RECORD = 16;

    /** A freelist page of this count has the true one as a u64 before the page numbers. */
    public static final int COUNT_FOLLOWS = 0xFFFF;

    /** The longest key. */
    public static final int MAX_KEY = 32768;

    private PageFormat() {}
}
