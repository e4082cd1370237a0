package dev.perigee.core.engine;

import dev.perigee.api.SinkException;
import dev.perigee.core.keys.DamagedDumpException;
import dev.perigee.core.keys.PackedDumpException;
import dev.perigee.core.keys.RefusedEntryException;
import dev.perigee.core.outcome.Interruption;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.source.EtcdFailures;
import dev.perigee.core.words.FailureWords;
import dev.perigee.etcd.client.EtcdException;
import dev.perigee.etcd.format.snapshot.DamagedSnapshotException;
import dev.perigee.etcd.format.snapshot.RevisionNotHeldException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.Optional;

/** Puts what was thrown below into an {@link OperationException} that a user can read. Asked on the thread that threw it. */
public final class Causes {

    private static final Optional<String> NOTHING_WRITTEN = Optional.of("nothing was written");

    private Causes() {}

    /**
     * What an exception means to a user.
     *
     * @param thrown what a verb, or a call to etcd or a store, threw
     * @return itself, if it explains itself; else with the exception as its cause
     */
    public static OperationException explained(Exception thrown) {
        return switch (thrown) {
            case OperationException e -> e;
            case DamagedSnapshotException e -> of(Outcome.DAMAGED, e, Optional.empty());
            case RevisionNotHeldException e -> of(Outcome.BAD_INPUT, e, Optional.empty());
            case SinkException e -> of(Outcome.of(e.kind()), e, e.hint());
            case DamagedDumpException e -> of(Outcome.DAMAGED, e, NOTHING_WRITTEN);
            case PackedDumpException e -> of(Outcome.BAD_INPUT, e, Optional.of(e.hint()));
            case RefusedEntryException e -> of(explained(e.reason()).outcome(), e, NOTHING_WRITTEN);
            case EtcdException e -> of(EtcdFailures.outcome(e.kind()), e, Optional.empty());
            case IOException e when Interruption.isBehind(e) -> interrupted(e);
            case InterruptedException e -> interrupted(e);
            case FileSystemException e -> file(e);
            case IOException e -> io(e);
            default -> of(Outcome.FAILED, thrown, Optional.empty());
        };
    }

    private static OperationException file(FileSystemException e) {
        return switch (e) {
            case NoSuchFileException missing ->
                new OperationException(Outcome.NOT_FOUND, missing.getFile() + ": no such file or directory", e);
            case AccessDeniedException denied ->
                new OperationException(Outcome.DENIED, denied.getFile() + ": permission denied", e);
            case FileAlreadyExistsException exists ->
                new OperationException(Outcome.REFUSED, exists.getFile() + " exists already", e);
            default -> io(e);
        };
    }

    private static OperationException io(IOException e) {
        boolean full = FailureWords.of(e).toLowerCase(Locale.ROOT).contains("no space left");
        return of(full ? Outcome.NO_SPACE : Outcome.INPUT_OUTPUT, e, Optional.empty());
    }

    private static OperationException interrupted(Exception e) {
        return new OperationException(Outcome.INTERRUPTED, "interrupted", e);
    }

    private static OperationException of(Outcome outcome, Exception e, Optional<String> hint) {
        return new OperationException(outcome, FailureWords.of(e), hint, Optional.of(e));
    }
}
