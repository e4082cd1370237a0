/** Signatures of OpenSSH's form, Ed25519 only: keys, who is trusted, what is signed for what. Knows neither sinks nor manifests. */
@NullMarked
package dev.perigee.core.signing;

import org.jspecify.annotations.NullMarked;
