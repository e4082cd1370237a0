package dev.perigee.cli.snapshot;

import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.core.engine.RestoreFrom;
import dev.perigee.core.engine.Scope;
import dev.perigee.core.engine.Source;
import dev.perigee.core.outcome.Approval;
import dev.perigee.core.restore.RestorePlan;
import dev.perigee.core.restore.RestoreRequest;
import dev.perigee.core.restore.RevisionBump;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of a restore: etcdutl's with etcdutl's defaults, and ours. */
final class RestoreFlags {

    @Option(names = "--data-dir", paramLabel = "DIR", description = "Where to. Default: NAME.etcd.")
    private @Nullable Path dataDir;

    @Option(
            names = "--wal-dir",
            paramLabel = "DIR",
            description = "Where the log goes. Default: in the data directory.")
    private @Nullable Path walDir;

    @Option(names = "--name", paramLabel = "NAME", description = "The member's name. Default: default.")
    private @Nullable String name;

    @Option(
            names = "--initial-cluster",
            paramLabel = "NAME=URL,...",
            description = "All members with their peer URLs. Default: default=http://localhost:2380.")
    private String initialCluster = RestoreRequest.Cluster.DEFAULT.initialCluster();

    @Option(
            names = "--initial-cluster-token",
            paramLabel = "TOKEN",
            description = "Goes into the ids. Default: etcd-cluster.")
    private String token = RestoreRequest.Cluster.DEFAULT.token();

    @Option(
            names = "--initial-advertise-peer-urls",
            paramLabel = "URL,...",
            description = "The member's own peer URLs. Default: those in --initial-cluster.")
    private @Nullable String peerUrls;

    @Option(
            names = "--members",
            description = "Restore every member of --initial-cluster at once, each to DIR/NAME.etcd.")
    private boolean members;

    @Option(names = "--replace", description = "Move what is at the target aside first. It is renamed, never deleted.")
    private boolean replace;

    @Option(
            names = "--owner",
            paramLabel = "USER[:GROUP]",
            description = "Who is to own the files. Default: whoever runs this.")
    private @Nullable String owner;

    @Option(names = "--skip-hash-check", description = "Accept a snapshot without its digest, or with a wrong one.")
    private boolean skipHashCheck;

    @Option(
            names = "--compact",
            description = "Rebuild the database without its free pages, as a defragmentation does.")
    private boolean compact;

    @Option(
            names = "--bump-revision",
            paramLabel = "N|auto",
            description = "Raise the revision, so that no client sees one twice. auto: far beyond the last one known.")
    private @Nullable String bumpRevision;

    @Option(
            names = "--mark-compacted",
            description = "Mark the history before the bump as compacted. Goes with --bump-revision; auto implies it.")
    private boolean markCompacted;

    @Option(names = "--drop-alarms", description = "Leave the old cluster's alarms behind.")
    private boolean dropAlarms;

    @Option(
            names = "--leases",
            paramLabel = "keep|drop",
            description = "drop: leave the leases behind; what hung on them stays for good. Default: keep.")
    private Leases leases = Leases.keep;

    @Option(
            names = "--target-version",
            paramLabel = "X.Y",
            description = "The etcd that is to start from it. Lowers what would stop an older one.")
    private @Nullable String targetVersion;

    @Option(
            names = "--companions",
            paramLabel = "DIR",
            description = "Also lay the backup's companions out below DIR. Never over a file that differs.")
    private @Nullable Path companions;

    @Option(names = "--initial-memory-map-size", hidden = true, description = "Accepted; means nothing here.")
    private long memoryMapSize;

    /** What becomes of leases. */
    enum Leases {
        keep,
        drop
    }

    RestoreFrom request(Source source, Scope scope, Approval<RestorePlan> approval) throws Failure {
        requireUseful();
        return new RestoreFrom(
                source,
                scope,
                new RestoreRequest.Cluster(name(), initialCluster, token, Optional.ofNullable(peerUrls), members),
                new RestoreRequest.Target(dataDir(), Optional.ofNullable(walDir), replace, Optional.ofNullable(owner)),
                new RestoreRequest.Data(
                        skipHashCheck,
                        compact,
                        bump(),
                        dropAlarms,
                        Optional.ofNullable(targetVersion),
                        leases == Leases.drop),
                Optional.ofNullable(companions),
                approval);
    }

    /** Each member has its own name and URLs in {@code --initial-cluster}. */
    private void requireUseful() throws Failure {
        if (members && (name != null || peerUrls != null)) {
            throw Failure.of(
                    ExitCode.BAD_ARGUMENTS,
                    (name != null ? "--name" : "--initial-advertise-peer-urls")
                            + " does nothing with --members: --initial-cluster names them all");
        }
    }

    private String name() {
        return name == null ? RestoreRequest.Cluster.DEFAULT.name() : name;
    }

    boolean replace() {
        return replace;
    }

    private Path dataDir() {
        if (dataDir != null) {
            return dataDir;
        }
        return Path.of(members ? "." : name() + ".etcd");
    }

    private Optional<RevisionBump> bump() throws Failure {
        if ("auto".equals(bumpRevision)) {
            return Optional.of(new RevisionBump.Beyond(OptionalLong.empty()));
        }
        long count = number(bumpRevision);
        if (bumpRevision != null && count == 0) {
            throw Failure.of(ExitCode.BAD_ARGUMENTS, "--bump-revision " + bumpRevision + " does nothing")
                    .withHint("leave it out, or give a number from 1 up, or auto");
        }
        if (markCompacted != (count != 0)) {
            throw Failure.of(
                    ExitCode.BAD_ARGUMENTS,
                    markCompacted
                            ? "--mark-compacted needs --bump-revision with more than 0, or auto"
                            : "--bump-revision needs --mark-compacted: clients that watch from before the bump must"
                                    + " learn that they missed something");
        }
        return count == 0 ? Optional.empty() : Optional.of(new RevisionBump.By(count));
    }

    private static long number(@Nullable String text) throws Failure {
        try {
            return text == null ? 0 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw Failure.of(
                    ExitCode.BAD_ARGUMENTS, "--bump-revision is '" + text + "'; it takes a number from 1 up, or auto");
        }
    }
}
