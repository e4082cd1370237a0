package dev.perigee.cli.console;

/** Marks a command whose answer is about the other commands, such as a help page: it needs them all to be there. */
public interface AboutCommands {}
