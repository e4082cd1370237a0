/** Several daemons that share the jobs of one configuration, held together by keys and leases in an etcd. */
@NullMarked
package dev.perigee.core.fleet;

import org.jspecify.annotations.NullMarked;
