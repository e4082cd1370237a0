package dev.perigee.sink.kit.call;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;

/**
 * Starts virtual threads where the Java runtime has them: Perigee's own always does, and this code may be compiled and
 * tested by authors of sinks on Java 17, where daemon threads do.
 */
public final class VirtualThreads {

    private static final Optional<Method> START = find();

    private VirtualThreads() {}

    /**
     * Starts a thread that doesn't keep the process alive.
     *
     * @param name its name, for thread dumps
     * @param work what it runs
     * @return the started thread
     */
    public static Thread start(String name, Runnable work) {
        Thread thread = START.isPresent() ? startVirtual(START.get(), work) : startDaemon(work);
        thread.setName(name);
        return thread;
    }

    private static Optional<Method> find() {
        try {
            return Optional.of(Thread.class.getMethod("startVirtualThread", Runnable.class));
        } catch (NoSuchMethodException e) {
            return Optional.empty();
        }
    }

    private static Thread startVirtual(Method start, Runnable work) {
        try {
            return (Thread) start.invoke(null, work);
        } catch (InvocationTargetException | IllegalAccessException e) {
            throw new IllegalStateException("this Java runtime can't start a virtual thread", e);
        }
    }

    private static Thread startDaemon(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
