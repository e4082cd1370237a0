/** Metrics in Prometheus' text format, for a scrape and for a file. Pure but for the file. */
@NullMarked
package dev.perigee.daemon.metrics;

import org.jspecify.annotations.NullMarked;
