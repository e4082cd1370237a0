package dev.perigee.etcd.format.snapshot;

import dev.perigee.etcd.format.bbolt.DeclinedException;
import dev.perigee.etcd.format.bbolt.Findings;
import dev.perigee.etcd.format.bbolt.Meta;
import dev.perigee.etcd.format.mvcc.PassedPages;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Optional;

/** What was kept of a database while its bytes passed. What is damaged about it, only a file can tell. */
record PassedDatabase(PassedPages pages, Meta meta, long length) implements Database {

    @Override
    public void walk(Walking walking, Findings findings) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            walking.on(pages.walk(arena, findings));
        }
    }

    @Override
    public void requireSound(Findings findings, Optional<Trailer> trailer) throws DeclinedException {
        if (!findings.isEmpty()) {
            throw new DeclinedException(findings.kept().getFirst().message());
        }
    }
}
