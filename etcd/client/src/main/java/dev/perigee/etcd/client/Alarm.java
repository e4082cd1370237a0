package dev.perigee.etcd.client;

import io.etcd.jetcd.api.AlarmResponse;
import java.util.List;

/**
 * An alarm that a member has raised.
 *
 * @param memberId the member, unsigned; may no longer exist
 * @param type etcd's number: 1 NOSPACE, 2 CORRUPT
 */
public record Alarm(long memberId, int type) {

    /** The space quota is used up: the cluster takes no more writes. */
    public static final int NOSPACE = 1;

    /** The member's data differs from the others'. */
    public static final int CORRUPT = 2;

    /**
     * etcd's name of it.
     *
     * @return {@code NOSPACE}, {@code CORRUPT}, or the number of one that we don't know
     */
    public String name() {
        return switch (type) {
            case NOSPACE -> "NOSPACE";
            case CORRUPT -> "CORRUPT";
            default -> Integer.toString(type);
        };
    }

    /**
     * Alarms as one answer of etcd's without a header, in protobuf.
     *
     * @param alarms any
     * @return as etcd writes it
     */
    public static Bytes message(List<Alarm> alarms) {
        AlarmResponse.Builder message = AlarmResponse.newBuilder();
        alarms.forEach(
                alarm -> message.addAlarmsBuilder().setMemberID(alarm.memberId).setAlarmValue(alarm.type));
        return Bytes.of(message.build().toByteString());
    }
}
