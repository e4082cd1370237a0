package dev.perigee.cli.etcdctl;

import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Something in the output that differs between two runs of the same program, and what is compared instead. */
enum Mask {
    /** How long a read took. */
    TOOK(text -> text.replaceAll("took = \\S+", "took = ?")
            .replaceAll("\"took\":\"[^\"]*\"", "\"took\":?")
            .replaceAll("\"Took\" : \\S+", "\"Took\" : ?")
            .replaceAll("[0-9.]+(µs|ms|s) \\|", "? |")),

    /** Raft's index, which grows with every linearizable call. */
    RAFT_INDEX(text -> text.replaceAll("\"(raft(Applied)?Index)\":[0-9]+", "\"$1\":?")
            .replaceAll("\"(Raft(Applied)?Index)\" : [0-9]+", "\"$1\" : ?")
            .replaceAll("(true|false), ([0-9]+), [0-9]+, [0-9]+, ", "$1, $2, ?, ?, ")
            .replaceAll("(true|false) \\| +([0-9]+) \\| +[0-9]+ \\| +[0-9]+ \\|", "$1 | $2 | ? | ? |")),

    /** How wide a table's columns are, where they hold one of the above. */
    WIDTH(text -> text.replaceAll("-+", "-").replaceAll(" +", " ")),

    /** What is wrong with an endpoint that doesn't answer, in each one's words. */
    ERROR_TEXT(text ->
            text.replaceAll("\"error\":\"[^\"]*\"", "\"error\":?").replaceAll("\"Error\" : \\S.*", "\"Error\" : ?")),

    /** The id of a member just announced: a hash with the time in it. Members are listed by id, so their order with it. */
    NEW_ID(text -> inOneOrder(withoutNewId(text)));

    private final UnaryOperator<String> change;

    Mask(UnaryOperator<String> change) {
        this.change = change;
    }

    String over(String text) {
        return change.apply(text);
    }

    private static String withoutNewId(String text) {
        Matcher hex = Pattern.compile("Member +([0-9a-f]+) added").matcher(text);
        Matcher number = Pattern.compile("\"member\":\\{\"ID\":([0-9]+)").matcher(text);
        String masked = hex.find() ? text.replaceAll(" +" + hex.group(1), " NEW") : text;
        return number.find() ? masked.replace(number.group(1), "NEW") : masked;
    }

    private static String inOneOrder(String text) {
        String variables = sorted(text, "(ETCD_INITIAL_CLUSTER=\")([^\"]*)", ",");
        return sorted(variables, "(\"members\":\\[\\{)(.*)\\}\\]", "\\},\\{");
    }

    private static String sorted(String text, String list, String separator) {
        return Pattern.compile(list)
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(found.group(1)
                        + Stream.of(found.group(2).split(separator)).sorted().toList()));
    }
}
