/** Looks at the product from outside: unpacks it, runs it, reads what the repository says of it. */
package dev.perigee.distribution;
