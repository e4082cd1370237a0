package dev.perigee.core.sinkcheck;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import dev.perigee.core.body.BytesBody;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tries each verb once, on one small object. */
final class PermissionProbe {

    private final StorageSink sink;
    private final ObjectKey key;
    private final List<Permission> permissions = new ArrayList<>();

    PermissionProbe(StorageSink sink, ObjectKey key) {
        this.sink = sink;
        this.key = key;
    }

    /** Tries put only: what else there is must not be asked of write-only credentials. */
    List<Permission> putOnly() {
        attempt("put", this::put);
        return permissions;
    }

    List<Permission> all() {
        attempt("put", this::put);
        attempt("list", () -> sink.list(key.value(), "", 1));
        attempt("get", this::get);
        attempt("delete", () -> sink.delete(key));
        return permissions;
    }

    private void put() throws SinkException {
        byte[] text = "perigee was here\n".getBytes(StandardCharsets.UTF_8);
        sink.put(key, new BytesBody(text), PutOptions.NONE);
    }

    private void get() throws IOException {
        try (InputStream in = sink.get(key, 0)) {
            in.readAllBytes();
        }
    }

    private void attempt(String verb, Attempt attempt) {
        try {
            attempt.make();
            permissions.add(new Permission(verb, Optional.empty()));
        } catch (SinkException e) {
            permissions.add(new Permission(verb, Optional.of(e)));
        } catch (IOException e) {
            SinkException unreadable = new SinkException(SinkException.Kind.OTHER, key, verb + " failed: " + e, e);
            permissions.add(new Permission(verb, Optional.of(unreadable)));
        }
    }

    /** A verb. */
    @FunctionalInterface
    private interface Attempt {

        void make() throws IOException;
    }
}
