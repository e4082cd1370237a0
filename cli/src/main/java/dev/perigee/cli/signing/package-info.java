/** {@code perigee key}: the key that manifests are signed with. */
@NullMarked
package dev.perigee.cli.signing;

import org.jspecify.annotations.NullMarked;
