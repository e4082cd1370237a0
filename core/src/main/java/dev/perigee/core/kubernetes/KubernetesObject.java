package dev.perigee.core.kubernetes;

import dev.perigee.etcd.client.Bytes;
import java.util.List;
import java.util.Optional;

/**
 * An object of an API server, as far as a backup needs to know it.
 *
 * @param path what its key tells
 * @param apiVersion such as {@code apps/v1}; empty where the value can't be read
 * @param kind such as {@code Deployment}; empty where the value can't be read
 * @param uid who it is; empty where the value can't be read
 * @param owners whom it belongs to
 * @param encryption how its value is encrypted; empty if it isn't
 */
public record KubernetesObject(
        ObjectPath path,
        Optional<String> apiVersion,
        Optional<String> kind,
        Optional<String> uid,
        List<Owner> owners,
        Optional<ValueEncryption> encryption) {

    /** Copies the list. */
    public KubernetesObject {
        owners = List.copyOf(owners);
    }

    /**
     * Reads an object.
     *
     * @param key its key
     * @param value its value; empty if it was left out: then only the key tells something
     * @return empty if no object can have that key
     */
    public static Optional<KubernetesObject> of(Bytes key, Optional<Bytes> value) {
        return ObjectPath.of(key)
                .map(path -> value.map(bytes -> ObjectReader.read(path, bytes.toByteArray()))
                        .orElseGet(() -> unread(path, Optional.empty())));
    }

    static KubernetesObject unread(ObjectPath path, Optional<ValueEncryption> encryption) {
        return new KubernetesObject(path, Optional.empty(), Optional.empty(), Optional.empty(), List.of(), encryption);
    }

    /**
     * What it is.
     *
     * @return its kind; where that can't be read, its resource
     */
    public String shownKind() {
        return kind.orElseGet(path::qualified);
    }

    /**
     * Its namespace.
     *
     * @return empty for what belongs to none
     */
    public String namespace() {
        return path.namespace();
    }

    /**
     * Its name.
     *
     * @return not empty, but for keys that no API server writes
     */
    public String name() {
        return path.name();
    }
}
