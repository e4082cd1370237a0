/** Reads what a Kubernetes API server keeps in etcd. Pure. */
@NullMarked
package dev.perigee.core.kubernetes;

import org.jspecify.annotations.NullMarked;
