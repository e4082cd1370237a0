package dev.perigee.cli.etcdctl;

import dev.perigee.etcd.client.Alarm;
import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.ResponseHeader;
import java.util.List;
import java.util.Optional;

/**
 * Alarms, as etcdctl shows them.
 *
 * @param header of the answer; empty for what came of several answers
 * @param alarms the alarms
 * @param message the same in protobuf
 */
record Alarms(Optional<ResponseHeader> header, List<Alarm> alarms, Bytes message) implements Shown.WithFields {

    @Override
    public void simple(Lines out) {
        alarms.forEach(alarm ->
                out.add("memberID:" + Long.toUnsignedString(alarm.memberId()) + " alarm:" + alarm.name() + " "));
    }

    @Override
    public Object json() {
        return header.map(JsonObject::of)
                .orElseGet(JsonObject::new)
                .unlessZero("alarms", alarms.stream().map(JsonObject::of).toList());
    }

    @Override
    public void fields(Fields out) {
        header.ifPresent(out::header);
        alarms.forEach(alarm -> out.id("MemberID", alarm.memberId())
                .plain("AlarmType", alarm.name())
                .gap());
    }
}
