/** Renders rows in etcd's output formats. Pure: strings out, no I/O. */
@NullMarked
package dev.perigee.cli.output;

import org.jspecify.annotations.NullMarked;
