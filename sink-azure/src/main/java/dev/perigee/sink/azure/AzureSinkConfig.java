package dev.perigee.sink.azure;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.SettingException;
import dev.perigee.api.SinkSettings;
import dev.perigee.sink.kit.connect.ServerConnection;
import java.util.Optional;

/**
 * Where an Azure sink keeps its objects, and how it gets there.
 *
 * @param account the storage account
 * @param container the container
 * @param path what stands before every key, without slashes at its ends; empty for the container's root
 * @param createContainer whether a missing container is made at the first put
 * @param connection how the server is reached
 * @param storageClass the access tier; empty for the account's default
 * @param lock how long each object can't be deleted; empty for no lock
 * @param partSize bytes of each block but the last; grows when a body would need more than 50 000
 */
record AzureSinkConfig(
        Account account,
        String container,
        String path,
        boolean createContainer,
        ServerConnection connection,
        Optional<Tier> storageClass,
        Optional<ObjectLock> lock,
        long partSize) {

    /** The most blocks of a blob. */
    static final int MAX_BLOCKS = 50_000;

    /** The largest block we send: what fails is sent again from the body's beginning. */
    static final long LARGEST_BLOCK = 256L << 20;

    private static final long MIB = 1L << 20;

    /** The longest path: blob names have 1024 characters, keys up to 900. */
    private static final int MAX_PATH = 1024 - ObjectKey.MAX_BYTES - 1;

    /** Access tiers that can be read at once. */
    enum Tier {
        HOT("Hot"),
        COOL("Cool"),
        COLD("Cold");

        private final String word;

        Tier(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    static AzureSinkConfig read(SinkSettings settings) {
        return new AzureSinkConfig(
                Account.read(settings),
                container(settings.required("container")),
                path(settings.string("path").orElse("")),
                settings.flag("create-container", false),
                ServerConnection.read(settings),
                settings.string("storage-class").map(text -> settings.choice("storage-class", Tier.HOT)),
                ObjectLock.read(settings),
                partSize(settings.bytes("part-size", 8 * MIB)));
    }

    private static String container(String text) {
        if (text.matches("(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*")) {
            return text;
        }
        throw new SettingException(
                "container", "is '" + text + "'; it takes 3 to 63 of a-z 0-9 and single hyphens between them");
    }

    private static String path(String text) {
        String path = text.replaceAll("^/+|/+$", "");
        if (path.isEmpty() || (path.length() <= MAX_PATH && ObjectKey.isValid(path))) {
            return path;
        }
        throw new SettingException(
                "path",
                "is '" + text + "'; it takes segments of A-Z a-z 0-9 . _ = + - that don't start with a dot, joined by"
                        + " '/', at most " + MAX_PATH + " characters in all");
    }

    private static long partSize(long bytes) {
        if (bytes < MIB || bytes > LARGEST_BLOCK) {
            throw new SettingException("part-size", "is " + bytes + " bytes; it takes 1 MiB to 256 MiB");
        }
        return bytes;
    }

    /** The block size for a body: the configured one, or what keeps it within the blocks that there may be. */
    long partSizeFor(long length) {
        long least = (length + MAX_BLOCKS - 1) / MAX_BLOCKS;
        return Math.max(partSize, (least + MIB - 1) / MIB * MIB);
    }

    /** What stands before every key, with its slash. */
    String keyPrefix() {
        return path.isEmpty() ? "" : path + "/";
    }

    /** The place as a person would name it. */
    String place() {
        return "container '" + container + "' at " + account.url();
    }
}
