package dev.perigee.cli.etcdctl;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A command to be compared in every form.
 *
 * @param name as the table has it
 * @param before what is done before, in each form anew; what fails of it doesn't matter
 * @param line the command; {@code $LEASE}, {@code $ADDED}, {@code $SELF}, {@code $PEER}, {@code $REVISION} and {@code $NEXT} stand for what only the run
 *     knows
 * @param input its standard input
 * @param after what tidies up
 * @param mask takes out what is another each time
 */
record ParityCommand(
        String name, List<String> before, String line, String input, List<String> after, UnaryOperator<String> mask) {

    /** What is there when it begins. */
    static final List<String> STATE = List.of(
            "put /p/a 1",
            "put /p/b two",
            "put /p/a 3",
            "put /r/a 1",
            "put /r/b x",
            "put /r/a 2",
            "put /r/c y",
            "user add ann:secret",
            "role add reader",
            "role grant-permission reader read /a /b",
            "role grant-permission reader readwrite /c --prefix",
            "user grant-role ann reader");

    private static final UnaryOperator<String> STATUS = text -> Mask.WIDTH
            .over(Mask.RAFT_INDEX.over(text))
            .replaceAll("[0-9.]+ [kM]?B", "SIZE")
            .replaceAll("(?i)(\"dbSize[a-z]*\"( :|:) ?)[0-9]+", "$1N")
            .replaceAll("[0-9]+%", "N%");

    static final List<ParityCommand> ALL = List.of(
            of("get", "get /p/ --prefix"),
            of("put", "put /p/w 1 --prev-kv"),
            of("del", "del /p/w --prev-kv").afterwards("put /p/w 2"),
            of("txn", "txn")
                    .with("val(\"/p/a\") = \"3\"\n\nget /p/a\nput /p/w 4 --prev-kv\ndel /p/none\n\nget /p/b\n\n"),
            of("watch", "watch /p/b --rev 3 --prev-kv -- false"),
            of("compaction", "compaction $REVISION").preparedBy("put /p/c 1"),
            of("defrag", "defrag").masking(text -> text.replaceAll("took .*", "took")),
            of("version", "version"),
            of("alarm list", "alarm list"),
            of("alarm disarm", "alarm disarm"),
            of("endpoint health", "endpoint health").masking(text -> Mask.WIDTH.over(Mask.TOOK.over(text))),
            of("endpoint status", "endpoint status").masking(STATUS),
            of("endpoint hashkv", "endpoint hashkv"),
            of("member list", "member list"),
            of("member add", "member add n2 --peer-urls http://127.0.0.1:$NEXT --learner")
                    .masking(ParityCommand::withoutNewId)
                    .afterwards("member remove $ADDED"),
            of("member remove", "member remove $ADDED")
                    .preparedBy("member add n2 --peer-urls http://127.0.0.1:$NEXT --learner")
                    .masking(text -> text.replaceAll("Member +[0-9a-f]+ removed", "Member N removed")),
            of("member update", "member update $SELF --peer-urls $PEER"),
            of("member promote", "member promote $SELF"),
            of("lease grant", "lease grant 5000").masking(ParityRun::anyId),
            of("lease revoke", "lease revoke $LEASE")
                    .preparedBy("lease grant 5000")
                    .masking(ParityRun::anyId),
            of("lease timetolive", "lease timetolive $LEASE")
                    .preparedBy("lease grant 5000")
                    .masking(text -> ParityRun.anyId(text).replaceAll("(49[0-9][0-9]|5000)", "N")),
            of("lease list", "lease list").masking(text -> ParityRun.anyId(text).replaceAll("found [0-9]+", "found N")),
            of("lease keep-alive", "lease keep-alive $LEASE --once")
                    .preparedBy("lease grant 5000")
                    .masking(ParityRun::anyId),
            of("move-leader", "move-leader 77"),
            of("lock", "lock /l true"),
            of("elect", "elect /e"),
            of("auth status", "auth status"),
            of("auth enable", "auth enable"),
            of("auth disable", "auth disable"),
            of("user add", "user add bob:secret").afterwards("user delete bob"),
            of("user delete", "user delete bob").preparedBy("user add bob:secret"),
            of("user get", "user get ann"),
            of("user list", "user list"),
            of("user passwd", "user passwd ann --interactive=false").with("another\n"),
            of("user grant-role", "user grant-role bob reader")
                    .preparedBy("user add bob:secret")
                    .afterwards("user delete bob"),
            of("user revoke-role", "user revoke-role bob reader")
                    .preparedBy("user add bob:secret", "user grant-role bob reader")
                    .afterwards("user delete bob"),
            of("role add", "role add writer").afterwards("role delete writer"),
            of("role delete", "role delete writer").preparedBy("role add writer"),
            of("role get", "role get reader"),
            of("role list", "role list"),
            of("role grant-permission", "role grant-permission writer read /x --prefix")
                    .preparedBy("role add writer")
                    .afterwards("role delete writer"),
            of("role revoke-permission", "role revoke-permission writer /x --prefix")
                    .preparedBy("role add writer", "role grant-permission writer read /x --prefix")
                    .afterwards("role delete writer"));

    /** What the page gives a reason for: another version; a form that is refused before the server is asked; a crash of etcdctl's. */
    static boolean mayDiffer(String command, ParityRun.Outcome theirs, ParityRun.Outcome ours) {
        return command.equals("version")
                || theirs.code() == 1 && ours.code() == 4
                || theirs.code() == 2 && ours.code() == 0;
    }

    /** The id is another each time; in a message it can't be told from the rest. */
    private static String withoutNewId(String text) {
        boolean readable = text.isEmpty() || text.startsWith("Member") || text.startsWith("{");
        return readable ? Mask.NEW_ID.over(text) : "a message";
    }

    String masked(String text) {
        return mask.apply(text);
    }

    private static ParityCommand of(String name, String line) {
        return new ParityCommand(name, List.of(), line, "", List.of(), UnaryOperator.identity());
    }

    private ParityCommand preparedBy(String... lines) {
        return new ParityCommand(name, Arrays.asList(lines), line, input, after, mask);
    }

    private ParityCommand afterwards(String... lines) {
        return new ParityCommand(name, before, line, input, Arrays.asList(lines), mask);
    }

    private ParityCommand with(String text) {
        return new ParityCommand(name, before, line, text, after, mask);
    }

    private ParityCommand masking(UnaryOperator<String> what) {
        return new ParityCommand(name, before, line, input, after, what);
    }
}
