/** Holds a sink against the contract in JUnit 5, and offers sinks made by hand for tests. */
@NullMarked
package dev.perigee.testkit;

import org.jspecify.annotations.NullMarked;
