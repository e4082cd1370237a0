package dev.perigee.cli.text;

import picocli.CommandLine.ITypeConverter;

/** Leaves an argument as it is, {@link RawText}: where it may be the name of a file, which need not be text. */
public final class AnyName implements ITypeConverter<String> {

    @Override
    public String convert(String argument) {
        return argument;
    }
}
