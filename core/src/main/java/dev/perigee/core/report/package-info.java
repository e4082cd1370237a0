/** What the verbs' results say, as documents: columns for people, JSON for programs; the same for every front end. Pure. */
@NullMarked
package dev.perigee.core.report;

import org.jspecify.annotations.NullMarked;
