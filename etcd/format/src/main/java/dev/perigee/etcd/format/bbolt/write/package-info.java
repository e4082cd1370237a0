/** Writes bbolt files: new ones in one pass, edited copies of existing ones. */
@NullMarked
package dev.perigee.etcd.format.bbolt.write;

import org.jspecify.annotations.NullMarked;
