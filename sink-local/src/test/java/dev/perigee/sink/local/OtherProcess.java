package dev.perigee.sink.local;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.SinkException;
import dev.perigee.sink.contract.body.BlocksMidwayBody;
import dev.perigee.sink.contract.body.PatternBody;
import java.nio.file.Path;
import java.time.Duration;

/** What the tests run in a process of its own: the arguments are a verb, the sink's directory and a key. */
final class OtherProcess {

    /** Large enough not to fit the small file system of the tests. */
    static final long SIZE = 4_000_000;

    private OtherProcess() {}

    public static void main(String[] arguments) throws Exception {
        LocalSink sink = new LocalSink(new LocalSinkConfig(Path.of(arguments[1])));
        ObjectKey key = ObjectKey.of(arguments[2]);
        try {
            switch (arguments[0]) {
                case "put" -> sink.put(key, new PatternBody(1, SIZE), PutOptions.NONE);
                case "get" -> sink.get(key, 0).close();
                case "list" -> sink.list("", "", 10);
                case "delete" -> sink.delete(key);
                case "put-many" -> putMany(sink, key);
                case "put-half" -> putHalf(sink, key);
                default -> throw new IllegalArgumentException(arguments[0]);
            }
            System.out.println("done");
        } catch (SinkException e) {
            System.out.println(
                    e.kind() + " " + e.getMessage() + " / " + e.hint().orElse(""));
        }
        System.out.println("listed " + listed(sink));
    }

    private static String listed(LocalSink sink) {
        try {
            return sink.list("", "", 10).objects().toString();
        } catch (SinkException e) {
            return e.kind().name();
        }
    }

    private static void putMany(LocalSink sink, ObjectKey key) throws SinkException {
        for (int i = 0; i < 200; i++) {
            ObjectKey one = ObjectKey.of(key + "/" + i % 20);
            sink.put(one, new PatternBody(i % 20, 20_000), PutOptions.NONE);
        }
    }

    /** Says so when it is half-way, and stays there until it is killed. */
    private static void putHalf(LocalSink sink, ObjectKey key) throws Exception {
        BlocksMidwayBody body = new BlocksMidwayBody(new PatternBody(1, SIZE), SIZE / 2);
        Thread put = Thread.ofVirtual().start(() -> putQuietly(sink, key, body));
        body.awaitReached(Duration.ofSeconds(60));
        System.out.println("half");
        put.join();
    }

    private static void putQuietly(LocalSink sink, ObjectKey key, BlocksMidwayBody body) {
        try {
            sink.put(key, body, PutOptions.NONE);
        } catch (SinkException e) {
            throw new IllegalStateException(e);
        }
    }
}
