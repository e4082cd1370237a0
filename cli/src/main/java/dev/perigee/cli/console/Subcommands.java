package dev.perigee.cli.console;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The commands of a group. Not picocli's own list, because picocli reads all that are on it at every start, which takes
 * longer than most commands do.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Subcommands {

    /**
     * The commands.
     *
     * @return in the order in which the help lists them
     */
    Class<? extends Command>[] value();
}
