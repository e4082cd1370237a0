package dev.perigee.cli.guess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.cli.CliRun;
import dev.perigee.cli.console.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandGuessTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "restore latest --data-dir x | perigee snapshot restore",
                "version | perigee --version",
                "save | perigee snapshot save",
                "status x.db | perigee snapshot status",
                "get a | perigee keys get",
                "defrag | perigee etcdctl defrag",
                "alarm list | perigee etcdctl alarm list",
                "backup | perigee snapshot save",
                "ls | perigee snapshot list",
                "rm x | perigee snapshot delete",
                "forget | perigee snapshot prune --dry-run",
                "Snapshot List | perigee snapshot list",
                "snapshots list | perigee snapshot list",
                "list snapshots | perigee snapshot list",
                "check sink offsite | perigee sink check",
                "snapshot lst | perigee snapshot list",
                "snapshot shw | perigee snapshot show",
                "snapshot delte x | perigee snapshot delete",
                "snapshot get x | perigee keys get",
                "sink lsit | perigee sink list",
                "snapshto | perigee snapshot",
                "exprot | perigee export",
                "etcdctl restore x | perigee etcdctl snapshot restore",
                "etcdctl hashkv | perigee etcdctl endpoint hashkv",
                "etcdctl gte a | perigee etcdctl get",
                "txn | perigee etcdctl txn",
                "watch a | perigee etcdctl watch",
                "lock a | perigee etcdctl lock",
                "role list | perigee etcdctl role list",
                "help restore | perigee snapshot restore",
                "help snapshot lst | perigee snapshot list",
            })
    void theCommandThatIsMeantIsNamed(String typed, String meant) {
        assertTrue(hint(typed).contains("did you mean '" + meant + "'?"), () -> hint(typed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"make-mirror a", "etcdctl downgrade enable", "etcdctl check perf"})
    void whatEtcdctlAloneCanDoIsSaid(String typed) {
        assertTrue(hint(typed).contains("hint: perigee has no '"), () -> hint(typed));
        assertTrue(hint(typed).contains("etcdctl's own, which "), () -> hint(typed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"frobnicate", "etcdctl det-all", "snapshot pull-request", "rest", "imp", "x", "snapshot p"})
    void whatIsFarAwayIsNotProposed(String typed) {
        assertFalse(hint(typed).contains("did you mean"), () -> hint(typed));
    }

    @Test
    void aCommandThatOnlyReadsGoesBeforeOneThatDeletes() {
        assertTrue(hint("etcdctl det x").contains("did you mean 'perigee etcdctl get'?"), () -> hint("etcdctl det x"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "snapshot list --max-ag 5h | --max-age",
                "snapshot list --maxage=5h | --max-age",
                "snapshot list --output json | -w",
                "snapshot list --json | -w json",
                "snapshot list -v | --debug",
                "snapshot list --endpoint x | --endpoints",
                "export --prefx /a | --prefix",
                "-V | --version",
                "snapshot prune -n | --dry-run",
            })
    void theOptionThatIsMeantIsNamed(String typed, String meant) {
        assertTrue(hint(typed).contains("did you mean '" + meant + "'?"), () -> hint(typed));
    }

    @Test
    void anOptionOfAnotherCommandIsSaidToBeThat() {
        assertTrue(hint("snapshot show --max-age 5h").contains("it is an option of 'perigee snapshot list'"));
    }

    @Test
    void whatTakesASafeguardAwayIsNotProposedForAnythingElse() {
        assertFalse(hint("snapshot delete x -f").contains("--force"));
        assertFalse(hint("snapshot delete x --for").contains("did you mean"));
    }

    @Test
    void aMissingArgumentIsNamedWithAnExample() {
        CliRun run = CliRun.of("snapshot", "fetch", "latest");

        assertEquals(ExitCode.BAD_ARGUMENTS, run.code());
        assertEquals(
                "Error: 'perigee snapshot fetch' needs FILE\nhint: such as: perigee snapshot fetch latest etcd.db\n",
                run.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"help snapshot save", "snapshot help save", "snapshot save -h", "-h snapshot save"})
    void helpIsFoundWhereverItIsAskedFor(String typed) {
        CliRun run = CliRun.of(typed.split(" "));

        assertEquals(ExitCode.OK, run.code());
        assertTrue(run.out().startsWith("Usage: perigee snapshot save "), run.out());
    }

    private static String hint(String typed) {
        CliRun run = CliRun.of(typed.split(" "));
        assertEquals(ExitCode.BAD_ARGUMENTS, run.code(), typed);
        assertEquals("", run.out());
        return run.err();
    }
}
