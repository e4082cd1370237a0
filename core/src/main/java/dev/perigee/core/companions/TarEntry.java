package dev.perigee.core.companions;

/**
 * A file, a directory or a symbolic link in a tar. When it was written isn't kept: the same files give the same tar.
 *
 * @param name relative, without a slash at either end: {@code etc/kubernetes/pki/ca.key}
 * @param kind what it is
 * @param mode permissions, 0 to 07777
 * @param uid the owner's number
 * @param gid the group's number
 * @param content the file's bytes; empty for anything else
 * @param target where a link leads; empty for anything else
 */
record TarEntry(String name, Kind kind, int mode, long uid, long gid, byte[] content, String target) {

    /** What an entry is. */
    enum Kind {
        FILE('0'),
        LINK('2'),
        DIRECTORY('5');

        private final char flag;

        Kind(char flag) {
            this.flag = flag;
        }

        /** The letter in a header. */
        char flag() {
            return flag;
        }
    }

    /** Without the bytes, which are secret. */
    @Override
    public String toString() {
        return kind + " " + name;
    }
}
