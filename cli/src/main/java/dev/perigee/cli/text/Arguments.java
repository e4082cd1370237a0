package dev.perigee.cli.text;

import dev.perigee.core.keys.PrefixMap;
import dev.perigee.core.words.FailureWords;
import dev.perigee.etcd.client.Bytes;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** Makes values of arguments, of {@link RawText}: keys, values and paths are bytes, whatever else a command takes is text. */
public final class Arguments {

    private Arguments() {}

    /**
     * Has a command, and all below it, take arguments so.
     *
     * @param command the command
     */
    public static void read(CommandLine command) {
        command.setExpandAtFiles(false); // a key may begin with '@'
        command.registerConverter(String.class, Arguments::text);
        command.registerConverter(Path.class, Arguments::path);
        command.registerConverter(Bytes.class, Arguments::bytes);
        command.registerConverter(PrefixMap.class, Arguments::prefixMap);
    }

    private static String text(String argument) {
        if (!RawText.isText(argument)) {
            throw new TypeConversionException("'" + argument + "' is no UTF-8");
        }
        return argument;
    }

    private static Path path(String argument) {
        if (argument.isEmpty()) { // which Java takes for the working directory
            throw new TypeConversionException("it is empty; is the variable set that it was taken from?");
        }
        try {
            return RawPath.of(argument);
        } catch (InvalidPathException e) {
            throw new TypeConversionException(
                    "'" + argument + "' can't be a path with the locale of this machine;" + " install C.UTF-8");
        }
    }

    private static Bytes bytes(String argument) {
        return Bytes.of(RawText.encode(argument));
    }

    private static PrefixMap prefixMap(String argument) {
        try {
            return PrefixMap.parse(bytes(argument));
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(FailureWords.of(e));
        }
    }
}
