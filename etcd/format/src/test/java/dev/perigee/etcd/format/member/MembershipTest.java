package dev.perigee.etcd.format.member;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MembershipTest {

    @Test
    void theDefaultsGiveTheIdsThatEveryEtcdHas() throws Exception {
        Membership cluster = Membership.of(MemberUrls.parse("default=http://localhost:2380"), "etcd-cluster");

        assertEquals("8e9e05c52164694d", cluster.members().getFirst().hexId());
        assertEquals("cdf818194e3a8c32", cluster.hexClusterId());
    }

    @Test
    void anIdIsPrintedWithoutLeadingZeros() throws Exception {
        Membership cluster = Membership.of(MemberUrls.parse("n1=http://127.0.0.1:32380"), "etcd-cluster");

        assertEquals("628170c800dbcee", cluster.members().getFirst().hexId());
        assertEquals("babc9795b64f03e3", cluster.hexClusterId());
    }

    @Test
    void membersAreOrderedByUnsignedId() throws Exception {
        Membership cluster = Membership.of(
                MemberUrls.parse("b=http://127.0.0.1:36003,a=http://127.0.0.1:36001,"
                        + "b=http://127.0.0.1:36002,c=http://127.0.0.1:36005"),
                "tok");

        assertEquals(
                List.of("a 6ab7b2a2e895fa54", "c b216fa67a1b90b9e", "b db5d9b4b4c80c702"),
                cluster.members().stream().map(m -> m.name() + " " + m.hexId()).toList());
        assertEquals("7fdf1d08fc873ee4", cluster.hexClusterId());
    }

    @Test
    void aMembersJsonHasGosOrderAndAnUnsignedId() throws Exception {
        FoundingMember member =
                FoundingMember.founding("n1", MemberUrls.parseList("http://127.0.0.1:32380"), "etcd-cluster");

        assertEquals(
                "{\"id\":443629905751424238,\"peerURLs\":[\"http://127.0.0.1:32380\"],\"name\":\"n1\"}",
                new String(member.json(), StandardCharsets.UTF_8));
    }

    @Test
    void anIdAboveTwoToTheSixtyThreeIsNoNegativeNumber() {
        FoundingMember member = new FoundingMember(-1, "<&>\u2028\"", List.of(new PeerUrl("http://a:1")));

        assertEquals(
                "{\"id\":18446744073709551615,\"peerURLs\":[\"http://a:1\"],"
                        + "\"name\":\"\\u003c\\u0026\\u003e\\u2028\\\"\"}",
                new String(member.json(), StandardCharsets.UTF_8));
    }

    @Test
    void emptyItemsAreSkippedAndUrlsTrimmedButNamesAreNot() throws Exception {
        MemberUrls urls = MemberUrls.parse(",, a = HTTP://Host:2380 ,");

        assertEquals(" a ", urls.byName().keySet().iterator().next());
        assertEquals(List.of(new PeerUrl("http://Host:2380")), urls.byName().get(" a "));
    }

    @Test
    void aNameSplitsAtTheFirstEqualsSignAndMayRepeat() throws Exception {
        MemberUrls urls = MemberUrls.parse("a=unix://sock=1:2,a=https://[::1]:2380");

        assertEquals(
                List.of(new PeerUrl("https://[::1]:2380"), new PeerUrl("unix://sock=1:2")),
                urls.byName().get("a"));
        assertEquals("a=https://[::1]:2380,a=unix://sock=1:2", urls.toFlag());
    }

    @Test
    void aRefusalSaysWhatToWriteInstead() {
        refused("", "names no member", "NAME=PEER-URL");
        refused("http://a:1", "is no NAME=PEER-URL", "");
        refused("a", "'a'", "is no NAME=PEER-URL");
        refused("a=b:1", "'b:1'", "http://HOST:PORT");
        refused("a=http://b", "'http://b'", "2380");
        refused("a=http://b:1/", "'/'", "not even a slash");
        refused("a=tcp://b:1", "'tcp'", "https");
        refused("a=http://x:1,b=http://x:1", "http://x:1", "of its own");
    }

    private static void refused(String flag, String... parts) {
        var refusal = assertThrows(MembershipException.class, () -> MemberUrls.parse(flag));
        for (String part : parts) {
            assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
        }
    }

    @Test
    void anUnknownNameIsAnsweredWithTheKnownOnes() throws Exception {
        Membership cluster = Membership.of(MemberUrls.parse("a=http://a:1,b=http://b:1"), "tok");

        var refusal = assertThrows(MembershipException.class, () -> cluster.member("default"));

        assertTrue(refusal.getMessage().contains("'default'"), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("'a'"), refusal.getMessage());
    }
}
