/** What the commands are, told in the forms that other programs read: manual pages and completions. */
@NullMarked
package dev.perigee.cli.reference;

import org.jspecify.annotations.NullMarked;
