/** Reads and checks the pages of a bbolt database file, taking every byte for hostile. */
@NullMarked
package dev.perigee.etcd.format.bbolt;

import org.jspecify.annotations.NullMarked;
