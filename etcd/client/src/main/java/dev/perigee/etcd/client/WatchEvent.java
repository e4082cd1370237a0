package dev.perigee.etcd.client;

import java.util.Optional;

/**
 * A change of one key.
 *
 * @param deleted whether it is gone; then its value is empty, and its revision is that of the deletion
 * @param keyValue the key as it is now
 * @param previous what was there before, if that was asked for and is still held
 */
public record WatchEvent(boolean deleted, KeyValue keyValue, Optional<KeyValue> previous) {}
