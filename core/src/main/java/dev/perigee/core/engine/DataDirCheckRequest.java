package dev.perigee.core.engine;

import dev.perigee.core.datadir.DirectoryReading;
import dev.perigee.core.datadir.Finding;
import dev.perigee.core.datadir.Finding.Verdict;
import dev.perigee.core.datadir.RestartOutlook;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.Result;
import dev.perigee.core.restore.RunningEtcd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Says what etcd would make of a stopped member's data directory when it starts. Changes nothing in it.
 *
 * @param dataDir the data directory
 * @param walDir where its log is; empty for {@code member/wal} within
 */
public record DataDirCheckRequest(Path dataDir, Optional<Path> walDir) implements Request<DataDirCheckRequest.Checked> {

    /**
     * What was found.
     *
     * @param findings part by part; what a restart comes to is the last
     */
    public record Checked(List<Finding> findings) implements Result {

        /** Copies the list. */
        public Checked {
            findings = List.copyOf(findings);
        }

        /** DAMAGED if no etcd would start. */
        @Override
        public Outcome outcome() {
            return findings.stream().anyMatch(finding -> finding.verdict() == Verdict.FATAL)
                    ? Outcome.DAMAGED
                    : Outcome.OK;
        }
    }

    @Override
    public Checked in(Run run) throws OperationException, IOException {
        if (!Files.isDirectory(dataDir)) {
            throw new OperationException(Outcome.NOT_FOUND, dataDir + " is no directory");
        }
        if (!Files.isDirectory(dataDir.resolve("member"))) {
            throw new OperationException(
                    Outcome.NOT_FOUND, dataDir + " holds no 'member' directory: it is no data directory of etcd's");
        }
        Path wal = walDir.orElse(dataDir.resolve("member/wal"));
        RunningEtcd.refuse(wal);
        return new Checked(RestartOutlook.of(DirectoryReading.read(dataDir, wal, run.reading())));
    }
}
