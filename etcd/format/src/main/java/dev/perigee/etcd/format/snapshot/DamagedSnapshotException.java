package dev.perigee.etcd.format.snapshot;

import dev.perigee.etcd.format.bbolt.Finding;
import dev.perigee.etcd.format.bbolt.Findings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The file isn't a whole etcd snapshot. The message names it and says all that was found, a line each. */
public final class DamagedSnapshotException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String name;
    private final transient List<Finding> findings;
    private final long more;
    private final transient Optional<Trailer> trailer;

    /**
     * Damage.
     *
     * @param path the file
     * @param findings what was found, at least one
     * @param trailer what the file's digest says; empty if it wasn't looked at
     */
    public DamagedSnapshotException(Path path, Findings findings, Optional<Trailer> trailer) {
        super(message(path.toString(), findings.kept(), findings.more(), trailer));
        this.name = path.toString();
        this.findings = findings.kept();
        this.more = findings.more();
        this.trailer = trailer;
    }

    private DamagedSnapshotException(String name, DamagedSnapshotException found, Optional<Trailer> trailer) {
        super(message(name, found.findings, found.more, trailer), found);
        this.name = name;
        this.findings = found.findings;
        this.more = found.more;
        this.trailer = trailer;
    }

    /**
     * The same damage, of a file whose digest was taken while it was written.
     *
     * @param told what that came to
     * @return says whose fault it is
     */
    public DamagedSnapshotException knowing(Trailer told) {
        return new DamagedSnapshotException(name, this, Optional.of(told));
    }

    /**
     * The same damage, of what nobody knows by its file.
     *
     * @param other how a person names it
     * @return says so
     */
    public DamagedSnapshotException named(String other) {
        return new DamagedSnapshotException(other, this, trailer);
    }

    /**
     * The first findings.
     *
     * @return at least one, at most {@link Findings#KEPT}
     */
    public List<Finding> findings() {
        return findings;
    }

    /**
     * How many more there were.
     *
     * @return 0 or more
     */
    public long more() {
        return more;
    }

    /**
     * What the file's digest says. {@link Trailer#OK} means that etcd sent it damaged: its member's disk is bad.
     *
     * @return empty if it wasn't looked at
     */
    public Optional<Trailer> trailer() {
        return trailer;
    }

    private static String message(String name, List<Finding> findings, long more, Optional<Trailer> trailer) {
        StringBuilder text = new StringBuilder(name + " is damaged:");
        findings.forEach(finding -> text.append("\n  ").append(finding.message()));
        if (more > 0) {
            text.append("\n  and ").append(more).append(" more");
        }
        trailer.map(DamagedSnapshotException::meaning)
                .ifPresent(sentence -> text.append("\n  ").append(sentence));
        return text.toString();
    }

    private static String meaning(Trailer trailer) {
        return switch (trailer) {
            case OK ->
                "its SHA-256 is right: either the member sent it like this, and its own database is damaged, or somebody"
                        + " changed it and its digest";
            case MISSING -> "it has no SHA-256 to compare with";
            case MISMATCH -> "its SHA-256 is wrong: it was changed or cut after etcd sent it";
        };
    }
}
