package dev.perigee.test.servers;

/**
 * What a command left behind.
 *
 * @param command the command line
 * @param exitCode its exit code
 * @param stdout all it wrote to standard output
 * @param stderr all it wrote to standard error
 */
public record CommandResult(String command, int exitCode, String stdout, String stderr) {

    /**
     * Insists on success.
     *
     * @return this
     * @throws AssertionError if the exit code isn't 0, with both outputs
     */
    public CommandResult orFail() {
        if (exitCode != 0) {
            throw new AssertionError(command + " exited with " + exitCode + "\n" + stdout + stderr);
        }
        return this;
    }
}
