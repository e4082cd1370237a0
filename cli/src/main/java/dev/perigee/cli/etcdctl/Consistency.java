package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;

/** What {@code --consistency} means. */
final class Consistency {

    private Consistency() {}

    /** Whether a member may answer by itself. */
    static boolean serializable(String text) throws Failure {
        return switch (text) {
            case "s" -> true;
            case "l" -> false;
            default -> throw Failure.of(ExitCode.FEATURE, "unknown consistency flag '" + text + "'; it is l or s");
        };
    }
}
