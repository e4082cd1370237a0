package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Changing;
import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.text.Arguments;
import dev.perigee.etcd.client.Answer;
import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.TxnAnswer;
import dev.perigee.etcd.client.TxnAnswer.Part;
import dev.perigee.etcd.client.TxnQuery;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code perigee etcdctl txn}. */
@CommandLine.Command(
        name = "txn",
        description = {
            "Do several things at once, or others, as standard input says: conditions, what to do if all hold, what to do if"
                    + " not.",
            "",
            "Each of the three is a line for each thing, and ends with an empty line. A condition is WHAT(\"KEY\") HOW"
                    + " \"VALUE\": WHAT is version, create, mod, value or lease, HOW is =, !=, > or <. The others are get, put"
                    + " and del with their flags."
        },
        footer = {
            "  printf 'version(\"/a\") = \"0\"\\n\\nput /a 1\\n\\nget /a\\n\\n' | perigee etcdctl txn",
            "  perigee etcdctl txn --interactive"
        })
public final class Txn extends EtcdctlCommand<Shown.WithFields> implements Changing {

    @Mixin
    private final NoWords none = new NoWords();

    @Option(
            names = {"-i", "--interactive"},
            description = "Say which of the three comes next.")
    private boolean interactive;

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public Txn(Session session) {
        super(session, Forms.NO_TABLE);
    }

    @Override
    Call<Shown.WithFields> prepare() throws Failure {
        none.require("txn command does not accept argument");
        Forms.form(Forms.NO_TABLE, format());
        InputLines in = new InputLines(session.terminal().inputStream());
        List<TxnQuery.Condition> conditions = new ArrayList<>();
        for (String line : section(in, "compares:")) {
            conditions.add(TxnText.condition(line));
        }
        TxnQuery query = new TxnQuery(
                conditions,
                operations(section(in, "success requests (get, put, del):")),
                operations(section(in, "failure requests (get, put, del):")));
        return target -> new Done(target.ask(api -> api.transaction(query)), hex());
    }

    private List<String> section(InputLines in, String prompt) throws Failure {
        if (interactive) {
            session.terminal().data(prompt + "\n");
        }
        List<String> lines = new ArrayList<>();
        while (true) {
            String line = in.next().orElseThrow(() -> TxnText.bad("EOF")).strip();
            if (line.isEmpty()) {
                return lines;
            }
            lines.add(line);
        }
    }

    private List<TxnQuery.Operation> operations(List<String> lines) throws Failure {
        List<TxnQuery.Operation> operations = new ArrayList<>();
        for (String line : lines) {
            operations.add(operation(line));
        }
        return operations;
    }

    private TxnQuery.Operation operation(String line) throws Failure {
        List<String> parts = TxnText.words(line);
        if (parts.size() < 2) {
            throw TxnText.bad("invalid txn compare request: " + line);
        }
        List<String> arguments = parts.subList(1, parts.size());
        return switch (parts.getFirst()) {
            case "get" ->
                new TxnQuery.Operation.Get(
                        read(new Get(session), arguments, line).query());
            case "put" ->
                new TxnQuery.Operation.Put(
                        read(new Put(session), arguments, line).queryOfLine());
            case "del" -> read(new Del(session), arguments, line).operation();
            default -> throw TxnText.bad("invalid txn request: " + line);
        };
    }

    private static <C extends Command> C read(C command, List<String> arguments, String line) throws Failure {
        CommandLine reader = new CommandLine(command);
        Arguments.read(reader);
        try {
            reader.parseArgs(arguments.toArray(String[]::new));
        } catch (ParameterException e) {
            throw TxnText.bad("invalid txn request: " + line);
        }
        return command;
    }

    private record Done(Answer<TxnAnswer> answer, boolean hex) implements Shown.WithFields {

        @Override
        public void simple(Lines out) {
            out.add(answer.value().succeeded() ? "SUCCESS" : "FAILURE");
            for (Part part : answer.value().parts()) {
                out.add("");
                shown(part).simple(out);
            }
        }

        @Override
        public Object json() {
            return JsonObject.of(answer.header())
                    .unlessZero("succeeded", answer.value().succeeded())
                    .unlessZero(
                            "responses",
                            answer.value().parts().stream().map(this::json).toList());
        }

        private JsonObject json(Part part) {
            String kind = switch (part) {
                case Part.Got got -> "response_range";
                case Part.Put put -> "response_put";
                case Part.Deleted deleted -> "response_delete_range";
            };
            return new JsonObject()
                    .always(
                            "Response",
                            new JsonObject().always(kind, shown(part).json()));
        }

        @Override
        public void fields(Fields out) {
            out.header(answer.header()).plain("Succeeded", answer.value().succeeded());
            answer.value().parts().forEach(part -> shown(part).fields(out));
        }

        @Override
        public Bytes message() {
            return answer.message();
        }

        private Shown.WithFields shown(Part part) {
            return switch (part) {
                case Part.Got got -> new Get.Page(got.answer(), hex, false);
                case Part.Put put -> new Put.Done(put.answer(), hex);
                case Part.Deleted deleted -> new Del.Gone(deleted.answer(), hex);
            };
        }
    }
}
