package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Failure;
import dev.perigee.etcd.client.EtcdException;

/**
 * What a command asks of etcd, once its arguments are known to make sense.
 *
 * @param <S> what it shows of the answer
 */
@FunctionalInterface
interface Call<S extends Shown> {

    /**
     * Asks.
     *
     * @param target the endpoints
     * @return what to show
     * @throws EtcdException if etcd couldn't or wouldn't
     * @throws Failure if the command ends otherwise
     */
    S send(Target target) throws EtcdException, Failure;
}
