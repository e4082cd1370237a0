package dev.perigee.cli.etcdctl;

import picocli.CommandLine.Option;

/** Flags that scripts give to etcdctl and that change nothing here; accepted, so that the scripts go on working. */
final class IdleFlags {

    @Option(names = "--keepalive-time", paramLabel = "TIME", hidden = true, description = "Accepted.")
    private String keepaliveTime = "";

    @Option(names = "--keepalive-timeout", paramLabel = "TIME", hidden = true, description = "Accepted.")
    private String keepaliveTimeout = "";

    @Option(names = "--max-request-bytes", paramLabel = "N", hidden = true, description = "Accepted.")
    private String maxRequestBytes = "";

    @Option(names = "--max-recv-bytes", paramLabel = "N", hidden = true, description = "Accepted.")
    private String maxReceiveBytes = "";

    @Option(names = "--insecure-transport", hidden = true, description = "Accepted.")
    private boolean insecureTransport;
}
