package dev.perigee.cli.etcdctl;

import dev.perigee.cli.output.Format;
import java.util.Set;

/** Which of the output formats etcdctl has for a command. */
final class Forms {

    /** Lists of members and endpoints. */
    static final Set<Format> ALL = Set.of(Format.values());

    /** Keys and alarms. */
    static final Set<Format> NO_TABLE = Set.of(Format.SIMPLE, Format.JSON, Format.FIELDS);

    /** Changes of the membership. */
    static final Set<Format> SIMPLE_AND_JSON = Set.of(Format.SIMPLE, Format.JSON);

    private Forms() {}
}
