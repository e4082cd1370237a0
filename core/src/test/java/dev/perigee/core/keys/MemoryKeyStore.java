package dev.perigee.core.keys;

import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.KeyRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A store in memory that behaves as etcd does: revisions, guards, leases, a largest request. */
public final class MemoryKeyStore implements KeyStore {

    static final int LARGEST_REQUEST = 1 << 20;
    static final int MOST_OPERATIONS = 128;

    private final TreeMap<Bytes, KeyEntry> keys = new TreeMap<>();
    private final Map<Long, LeaseTime> leases = new HashMap<>();
    private long revision = 1;
    private long nextLease = 1000;
    private int writes;
    private int failuresLeft;
    private boolean failAfterWriting;
    private int writesLeft = Integer.MAX_VALUE;
    private boolean lastOneIsDone;
    private Runnable beforeWrite = () -> {};

    public synchronized void put(String key, String value) {
        put(new Write(Bytes.of(key), 0, Optional.of(Bytes.of(value)), 0), ++revision);
    }

    public synchronized Optional<KeyEntry> get(Bytes key) {
        return Optional.ofNullable(keys.get(key));
    }

    public synchronized List<KeyEntry> all() {
        return List.copyOf(keys.values());
    }

    public synchronized int writes() {
        return writes;
    }

    /** Breaks the next calls off, before or after a write has been done. */
    public synchronized void fail(int calls, boolean afterWriting) {
        failuresLeft = calls;
        failAfterWriting = afterWriting;
    }

    /** Breaks off at the write after so many, and stays away; the last one may have been done. */
    public synchronized void breakOff(int writes, boolean lastIsDone) {
        writesLeft = writes;
        lastOneIsDone = lastIsDone;
    }

    public synchronized void beforeNextWrite(Runnable meanwhile) {
        beforeWrite = meanwhile;
    }

    @Override
    public synchronized Position position(KeyRange readable) throws IOException {
        return new Position(0xCDF818194E3A8C32L, revision);
    }

    @Override
    public synchronized Page range(KeyRange range, long at, int limit, boolean keysOnly) throws IOException {
        boolean open = range.end().equals(Bytes.of(new byte[] {0}));
        List<KeyEntry> found = new ArrayList<>();
        for (KeyEntry entry : keys.tailMap(range.from(), true).values()) {
            if (!open && entry.key().compareTo(range.end()) >= 0) {
                break;
            }
            if (found.size() == limit) {
                return new Page(found, true, keys.size());
            }
            found.add(keysOnly ? entry.withoutValue() : entry);
        }
        return new Page(found, false, keys.size());
    }

    @Override
    public synchronized List<Optional<KeyEntry>> read(List<Bytes> wanted) throws IOException {
        return wanted.stream().map(this::get).toList();
    }

    @Override
    public void history(Bytes key, long until, EntryVisitor visitor) throws IOException {
        throw new IOException("it holds no history");
    }

    @Override
    public boolean write(List<Write> batch) throws IOException {
        Runnable meanwhile;
        synchronized (this) {
            meanwhile = beforeWrite;
            beforeWrite = () -> {};
        }
        meanwhile.run();
        return transact(batch);
    }

    private synchronized boolean transact(List<Write> batch) throws IOException {
        long size = batch.stream()
                .mapToLong(write -> write.value().map(Bytes::length).orElse(0))
                .sum();
        if (size > LARGEST_REQUEST || batch.size() > MOST_OPERATIONS) {
            throw new IOException("request is too large");
        }
        failing(false);
        if (writesLeft == 0) {
            throw new IOException("the member is away");
        }
        for (Write write : batch) {
            if (get(write.key()).map(KeyEntry::modRevision).orElse(0L) != write.seenModRevision()) {
                return false;
            }
        }
        revision++;
        batch.forEach(write -> put(write, revision));
        writes++;
        failing(true);
        if (--writesLeft == 0 && lastOneIsDone) {
            throw new IOException("the member went away with its answer");
        }
        return true;
    }

    private void failing(boolean after) throws IOException {
        if (failuresLeft > 0 && failAfterWriting == after) {
            failuresLeft--;
            throw new IOException("the member went away");
        }
    }

    private void put(Write write, long at) {
        if (write.value().isEmpty()) {
            keys.remove(write.key());
            return;
        }
        KeyEntry older = keys.get(write.key());
        keys.put(
                write.key(),
                new KeyEntry(
                        write.key(),
                        write.value(),
                        older == null ? at : older.createRevision(),
                        at,
                        older == null ? 1 : older.version() + 1,
                        write.lease()));
    }

    @Override
    public synchronized long grantLease(long seconds) {
        leases.put(nextLease, new LeaseTime(nextLease, seconds, seconds));
        return nextLease++;
    }

    @Override
    public synchronized Optional<LeaseTime> leaseTime(long id) {
        return Optional.ofNullable(leases.get(id));
    }
}
