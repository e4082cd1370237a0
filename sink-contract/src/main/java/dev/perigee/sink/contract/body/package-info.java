/** Bodies to put into a sink: honest ones, and ones that misbehave in one way each. */
@NullMarked
package dev.perigee.sink.contract.body;

import org.jspecify.annotations.NullMarked;
