package dev.perigee.cli.console;

/**
 * Marks a command that writes or deletes something, in etcd, in a sink or on disk. Whoever mistypes a word is not led to
 * one as long as a command that only reads may be meant.
 */
public interface Changing {}
