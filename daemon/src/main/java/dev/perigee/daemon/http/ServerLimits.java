package dev.perigee.daemon.http;

import java.util.Map;

/**
 * The bounds of the JDK's server, which takes them as system properties alone, reads them once, and has none by itself: how
 * long a request may take to come (s), its headers, how many connections there may be, how long an idle one stays.
 */
final class ServerLimits {

    /** A run that is waited for may take so long. */
    static final int LONGEST_ANSWER_SECONDS = 3600;

    private static final Map<String, String> PROPERTIES = Map.of(
            "sun.net.httpserver.maxReqTime", "10",
            "sun.net.httpserver.maxRspTime", String.valueOf(LONGEST_ANSWER_SECONDS + 60),
            "sun.net.httpserver.maxReqHeaders", "64",
            "sun.net.httpserver.maxReqHeaderSize", "16384",
            "sun.net.httpserver.idleInterval", "20",
            "sun.net.httpserver.maxIdleConnections", "100",
            "sun.net.httpserver.drainAmount", "16384",
            "jdk.httpserver.maxConnections", "400");

    private ServerLimits() {}

    /** Sets those that nobody has set. Before the first server of the process. */
    static void set() {
        PROPERTIES.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
    }
}
