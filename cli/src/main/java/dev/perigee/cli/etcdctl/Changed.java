package dev.perigee.cli.etcdctl;

import dev.perigee.etcd.client.Answer;
import dev.perigee.etcd.client.Bytes;

/**
 * A change of users or roles: its answer is no more than a header.
 *
 * @param answer the answer
 * @param line what is said of it
 */
record Changed(Answer<?> answer, String line) implements Shown.WithFields {

    @Override
    public void simple(Lines out) {
        out.add(line);
    }

    @Override
    public Object json() {
        return JsonObject.of(answer.header());
    }

    @Override
    public void fields(Fields out) {
        out.header(answer.header());
    }

    @Override
    public Bytes message() {
        return answer.message();
    }
}
