package dev.perigee.cli.etcdctl;

import dev.perigee.etcd.client.Answer;
import dev.perigee.etcd.client.Bytes;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The names of all users or roles.
 *
 * @param answer the names
 * @param what what they are, as the field of the answer is named
 */
record Names(Answer<List<String>> answer, String what) implements Shown.WithFields {

    @Override
    public void simple(Lines out) {
        answer.value().forEach(out::add);
    }

    @Override
    public Object json() {
        return JsonObject.of(answer.header()).unlessZero(what, answer.value());
    }

    @Override
    public void fields(Fields out) {
        out.header(answer.header());
        out.joined(
                "Roles",
                answer.value().stream().map(name -> " " + GoText.quoted(name)).collect(Collectors.joining()));
    }

    @Override
    public Bytes message() {
        return answer.message();
    }
}
