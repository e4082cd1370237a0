package dev.perigee.etcd.client;

import java.util.Collection;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The members that the alarm CORRUPT names, as every member's status repeats it for all of them. Pure. */
final class CorruptMembers {

    /** What stands for the member where etcd found out that some differ, but not which is wrong. */
    static final Long UNKNOWN = 0L;

    /** An alarm as Go prints its message; a field that is 0 isn't printed. */
    private static final Pattern ALARM = Pattern.compile("(?:memberID:([0-9]{1,20})\\s+)?alarm:CORRUPT\\s*");

    private CorruptMembers() {}

    static Set<Long> of(Collection<MemberStatus> statuses) {
        return statuses.stream()
                .flatMap(status -> status.errors().stream())
                .flatMap(error -> ALARM.matcher(error).results())
                .map(CorruptMembers::member)
                .collect(Collectors.toSet());
    }

    private static Long member(MatchResult alarm) {
        try {
            return alarm.group(1) == null ? UNKNOWN : Long.parseUnsignedLong(alarm.group(1));
        } catch (NumberFormatException e) {
            return UNKNOWN;
        }
    }
}
