/** What a failure says to the person who reads it. */
@NullMarked
package dev.perigee.sink.kit.words;

import org.jspecify.annotations.NullMarked;
