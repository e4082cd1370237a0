package dev.perigee.cli.keys;

import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.Engines;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.RowStream;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.output.Format;
import dev.perigee.cli.setup.StateOptions;
import dev.perigee.core.engine.Engine;
import dev.perigee.core.engine.LookRequest;
import dev.perigee.core.engine.LookRequest.Looked;
import dev.perigee.core.keys.EntryVisitor;
import dev.perigee.core.keys.KeyEntry;
import dev.perigee.core.kubernetes.KubernetesObject;
import dev.perigee.core.look.KeySelection;
import dev.perigee.core.look.KeyTree;
import dev.perigee.core.report.KeyRow;
import dev.perigee.core.report.WeightRow;
import dev.perigee.core.words.Words;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code perigee keys ls}. */
@CommandLine.Command(
        name = "ls",
        description = {
            "List keys with their sizes, revisions and leases.",
            "",
            "Under /registry/ they are listed as objects of Kubernetes. With -w json an object a line."
        },
        footer = {
            "  perigee keys ls --prefix /dns/",
            "  perigee keys ls --from latest~3 --prefix /registry/ --tree",
            "  perigee keys ls --from latest --kind ConfigMap --namespace kube-system"
        })
public final class KeysLs extends Command {

    private static final int LEVELS = 2;

    @Mixin
    private final ObjectOptions keys = new ObjectOptions();

    @Option(names = "--kubernetes", description = "As objects of Kubernetes, also where --etcd-prefix isn't /registry.")
    private boolean kubernetes;

    @Option(
            names = "--tree",
            description =
                    "As a tree, with the keys below each branch counted: by the words between slashes, or by namespaces and"
                            + " kinds.")
    private boolean tree;

    @Option(names = "--depth", paramLabel = "N", description = "How many levels the tree has. Default: 2.")
    private @Nullable Integer depth;

    @Mixin
    private final StateOptions state = new StateOptions();

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public KeysLs(Session session) {
        super(session);
    }

    @Override
    protected Set<Format> formats() {
        return Format.ALL;
    }

    @Override
    protected ExitCode run() throws Exception {
        if (depth != null && depth < 1) {
            throw Failure.of(ExitCode.BAD_ARGUMENTS, "--depth is " + depth + "; it takes 1 or more");
        }
        if (depth != null && !tree) {
            throw Failure.of(ExitCode.BAD_ARGUMENTS, "--depth does nothing without --tree");
        }
        return tree ? tree() : list();
    }

    private ExitCode list() throws Exception {
        boolean objects = ofKubernetes();
        RowStream<KeyRow> rows =
                new RowStream<>(session, objects ? KeyRow.OBJECTS : KeyRow.KEYS, session.format(Format.TABLE));
        Looked looked = look(entry -> rows.accept(new KeyRow(entry, objects ? object(entry) : Optional.empty())));
        rows.flush();
        tell(looked);
        return ExitCode.OK;
    }

    private static Optional<KubernetesObject> object(KeyEntry entry) {
        return KubernetesObject.of(entry.key(), entry.value());
    }

    private ExitCode tree() throws Exception {
        KeyTree branches = new KeyTree(depth == null ? LEVELS : depth, ofKubernetes());
        Looked looked = look(branches::add);
        RowStream<KeyTree.Node> rows = new RowStream<>(session, WeightRow.TREE, session.format(Format.TABLE));
        for (KeyTree.Node node : branches.nodes()) {
            rows.accept(node);
        }
        rows.flush();
        if (branches.isCut()) {
            session.warn("only the first " + KeyTree.MOST_NODES
                    + " branches are shown; take a smaller --depth, or a --prefix");
        }
        tell(looked);
        return ExitCode.OK;
    }

    private boolean ofKubernetes() {
        return kubernetes || keys.selection().isOfKubernetes();
    }

    private Looked look(EntryVisitor visitor) throws Exception {
        KeySelection selection = keys.selection();
        try (Engine engine = Engines.forCluster(session, state.cluster())) {
            return run(
                    engine,
                    new LookRequest(
                            state.state(session, engine),
                            state.scope(),
                            new LookRequest.What.Selected(selection),
                            false,
                            visitor));
        }
    }

    private void tell(Looked looked) throws IOException {
        session.note(Words.count(looked.shown(), "key") + " at revision "
                + looked.header().revision());
    }
}
