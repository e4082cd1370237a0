package dev.perigee.cli.console;

import dev.perigee.api.SinkException;
import dev.perigee.cli.text.Visible;
import dev.perigee.core.config.ConfigException;
import dev.perigee.core.keys.DamagedDumpException;
import dev.perigee.core.keys.PackedDumpException;
import dev.perigee.core.keys.RefusedEntryException;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.source.EtcdFailures;
import dev.perigee.etcd.client.EtcdException;
import dev.perigee.etcd.format.snapshot.DamagedSnapshotException;
import dev.perigee.etcd.format.snapshot.RevisionNotHeldException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/** Turns whatever ended a command into a {@link Failure} that a user can read. Pure. */
public final class Failures {

    private Failures() {}

    /**
     * The failure behind an exception.
     *
     * @param thrown what a command threw
     * @return itself, if it is a failure; else what it means to the user, with the exception as its cause
     */
    public static Failure explain(Throwable thrown) {
        return switch (thrown) {
            case Failure failure -> failure;
            case OperationException e -> operation(e);
            case ConfigException e -> Failure.of(ExitCode.BAD_CONFIGURATION, String.valueOf(e.getMessage()));
            case DamagedSnapshotException e ->
                Failure.of(ExitCode.DAMAGED, described(e)).causedBy(e);
            case RevisionNotHeldException e -> Failure.of(ExitCode.BAD_INPUT, described(e));
            case SinkException e -> sink(e);
            case DamagedDumpException e ->
                Failure.of(ExitCode.DAMAGED, described(e)).causedBy(e).withHint("nothing was written");
            case PackedDumpException e ->
                Failure.of(ExitCode.BAD_INPUT, described(e)).causedBy(e).withHint(e.hint());
            case RefusedEntryException e ->
                Failure.of(explain(e.reason()).code(), described(e)).causedBy(e).withHint("nothing was written");
            case EtcdException e ->
                Failure.of(code(EtcdFailures.outcome(e.kind())), described(e)).causedBy(e);
            case InterruptedIOException e ->
                Failure.of(ExitCode.INTERRUPTED, "interrupted").causedBy(e);
            case ClosedByInterruptException e ->
                Failure.of(ExitCode.INTERRUPTED, "interrupted").causedBy(e);
            case FileSystemException e -> file(e);
            case InterruptedException e -> Failure.of(ExitCode.INTERRUPTED, "interrupted");
            case IOException e -> io(e);
            default ->
                Failure.of(ExitCode.ERROR, "unexpected: " + described(thrown))
                        .withHint("this is a fault of perigee's; --debug shows where")
                        .causedBy(thrown);
        };
    }

    private static Failure operation(OperationException e) {
        Failure failure = Failure.of(code(e.outcome()), described(e)).causedBy(e);
        return e.hint().map(failure::withHint).orElse(failure);
    }

    private static Failure sink(SinkException e) {
        Failure failure = Failure.of(code(Outcome.of(e.kind())), described(e)).causedBy(e);
        return e.hint().map(failure::withHint).orElse(failure);
    }

    /**
     * The exit code of an outcome.
     *
     * @param outcome what an operation came down to
     * @return its code
     */
    public static ExitCode code(Outcome outcome) {
        return switch (outcome) {
            case OK -> ExitCode.OK;
            case PARTIAL -> ExitCode.PARTIAL;
            case DAMAGED -> ExitCode.DAMAGED;
            case NOT_FOUND -> ExitCode.NOT_FOUND;
            case DENIED -> ExitCode.DENIED;
            case NO_SPACE -> ExitCode.NO_SPACE;
            case REFUSED -> ExitCode.REFUSED;
            case CONNECTION -> ExitCode.CONNECTION;
            case INPUT_OUTPUT -> ExitCode.IO;
            case BAD_INPUT -> ExitCode.BAD_INPUT;
            case BAD_CONFIGURATION -> ExitCode.BAD_CONFIGURATION;
            case INTERRUPTED -> ExitCode.INTERRUPTED;
            case FAILED -> ExitCode.ERROR;
        };
    }

    private static Failure file(FileSystemException e) {
        return switch (e) {
            case NoSuchFileException missing ->
                Failure.of(ExitCode.NOT_FOUND, missing.getFile() + ": no such file or directory")
                        .causedBy(e);
            case AccessDeniedException denied ->
                Failure.of(ExitCode.DENIED, denied.getFile() + ": permission denied")
                        .causedBy(e);
            case FileAlreadyExistsException exists ->
                Failure.of(ExitCode.REFUSED, exists.getFile() + " exists already")
                        .causedBy(e);
            default -> io(e);
        };
    }

    private static Failure io(IOException e) {
        String text = described(e);
        ExitCode code = text.toLowerCase(Locale.ROOT).contains("no space left") ? ExitCode.NO_SPACE : ExitCode.IO;
        return Failure.of(code, text).causedBy(e);
    }

    private static String described(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null || message.isBlank() ? thrown.getClass().getSimpleName() : Visible.line(message);
    }
}
