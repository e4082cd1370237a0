import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.EtcdConnection;
import dev.perigee.etcd.client.EtcdException;
import dev.perigee.etcd.client.EtcdSettings;
import java.net.URI;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes 200 bytes to one of 20 000 keys, each write a revision of its own: {@code ENDPOINT WRITES A_SECOND}; 0 a second is as fast as
 * they are taken. Ends before its time when standard input ends. Prints how many were taken, and the seconds.
 */
final class HistoryWrites {

    private static final int TRIES = 20;
    private static final long PAUSE_NANOS = 100_000_000;
    private static final int KEYS = 20_000;
    private static final int AT_ONCE = 64;

    private HistoryWrites() {}

    public static void main(String[] args) throws Exception {
        URI endpoint = URI.create(args[0]);
        long writes = Long.parseLong(args[1]);
        double perSecond = Double.parseDouble(args[2]);
        AtomicBoolean ended = new AtomicBoolean();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                while (System.in.read() >= 0) {}
            } catch (java.io.IOException e) {
                // it ends the same
            }
            ended.set(true);
        });
        AtomicLong next = new AtomicLong();
        AtomicLong taken = new AtomicLong();
        long begun = System.nanoTime();
        try (EtcdConnection member = EtcdConnection.open(EtcdSettings.of(List.of(endpoint)), endpoint)) {
            List<Thread> threads = java.util.stream.IntStream.range(0, AT_ONCE)
                    .mapToObj(_ -> Thread.ofVirtual().start(() -> {
                        for (long number = next.getAndIncrement(); number < writes && !ended.get(); number = next.getAndIncrement()) {
                            await(begun, perSecond == 0 ? 0 : number / perSecond);
                            put(member, number);
                            taken.incrementAndGet();
                        }
                    }))
                    .toList();
            for (Thread thread : threads) {
                thread.join();
            }
        }
        System.out.printf("%d %.2f%n", taken.get(), (System.nanoTime() - begun) / 1e9);
    }

    private static void await(long begun, double seconds) {
        long due = begun + (long) (seconds * 1e9);
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** Tries again, as a client does: a member that gets no processor for some seconds answers that it has timed out. */
    private static void put(EtcdConnection member, long number) {
        byte[] value = new byte[200];
        new Random(number).nextBytes(value);
        for (int left = TRIES; left > 0; left--) {
            try {
                member.keys().put(Bytes.of("/bench/" + number * 7919 % KEYS), Bytes.of(value), 0);
                return;
            } catch (EtcdException e) {
                if (left == 1) {
                    System.err.println("write " + number + " failed " + TRIES + " times: " + e.getMessage());
                    System.exit(1);
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }
}
