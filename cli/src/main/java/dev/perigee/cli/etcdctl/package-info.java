/** Stands in for etcdctl 3.6: the same flags, environment, output and exit codes. */
@NullMarked
package dev.perigee.cli.etcdctl;

import org.jspecify.annotations.NullMarked;
