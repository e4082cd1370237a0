package dev.perigee.etcd.format.member;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The golden bytes are what etcdutl 3.5 and 3.6 write for the same flags. */
class MemberFilesTest {

    private static final String ONE_MEMBER = """
            040000000000008408041000000000001f00000000000081080110a4cd85fc0b1a1508eef9b680c8e185940610e387bc
            b2dbf2a5deba01000e00000000000082080510dea8dae5081a040800100000006d000000000000830802108cf7de8208
            1a63080110011801225b0800100018eef9b680c8e1859406224b7b226964223a343433363239393035373531343234
            3233382c227065657255524c73223a5b22687474703a2f2f3132372e302e302e313a3332333830225d2c226e616d65
            223a226e31227d000000180000000000000008031082a4b1a5081a0e080110eef9b680c8e185940618011c0000000000
            0084080510f4c7feb70f1a12080110011a0c08eef9b680c8e1859406280000000000""";

    private static final String THREE_MEMBERS = """
            040000000000008408041000000000001f00000000000081080110ebebc2dc011a1508828e83e4b4e9e6aedb0110e4fd
            9ce48fa1c7ef7f000e00000000000082080510b9a3b0b9051a040800100000006d00000000000083080210b4b8888f0d
            1a63080110011801225b0800100018d4f4d7c4aed4ecdb6a224b7b226964223a37363839383131333031353135303030
            3430342c227065657255524c73223a5b22687474703a2f2f3132372e302e302e313a3336303031225d2c226e616d6522
            3a2261227d0000006f00000000000081080210f29ec2c5081a65080110011802225d08001000189e97e48dfaccbe8bb2
            01224c7b226964223a31323833323731393531313234303634313433382c227065657255524c73223a5b22687474703a
            2f2f3132372e302e302e313a3336303035225d2c226e616d65223a2263227d008800000000000000080210bdb885e906
            1a7e08011001180322760800100018828e83e4b4e9e6aedb0122657b226964223a313538303639363130313438343836
            36393434322c227065657255524c73223a5b22687474703a2f2f3132372e302e302e313a3336303032222c2268747470
            3a2f2f3132372e302e302e313a3336303033225d2c226e616d65223a2262227d1800000000000000080310fab7e89c07
            1a0e080110d4f4d7c4aed4ecdb6a18033200000000000086080510f2baafce0d1a28080310011a2208d4f4d7c4aed4ec
            db6a089e97e48dfaccbe8bb20108828e83e4b4e9e6aedb012800000000000000""";

    @Test
    void theLogOfOneMemberEqualsEtcdutls() throws Exception {
        Membership cluster = Membership.of(MemberUrls.parse("n1=http://127.0.0.1:32380"), "etcd-cluster");

        assertEquals(hex(ONE_MEMBER), HexFormat.of().formatHex(WriteAheadLog.records(cluster.member("n1"), cluster)));
    }

    @Test
    void theLogOfOneOfThreeMembersEqualsEtcdutls() throws Exception {
        Membership cluster = Membership.of(
                MemberUrls.parse("a=http://127.0.0.1:36001,b=http://127.0.0.1:36002,"
                        + "b=http://127.0.0.1:36003,c=http://127.0.0.1:36005"),
                "tok");

        assertEquals(hex(THREE_MEMBERS), HexFormat.of().formatHex(WriteAheadLog.records(cluster.member("b"), cluster)));
    }

    @Test
    void theSnapFileIsNamedByTermAndIndexAndHoldsTheMembers() throws Exception {
        Membership cluster = Membership.of(MemberUrls.parse("a=http://a:1,b=http://b:1,c=http://c:1"), "tok");

        String content = new String(RaftSnapshotFile.content(cluster), StandardCharsets.ISO_8859_1);

        assertEquals("0000000000000001-0000000000000003.snap", RaftSnapshotFile.fileName(cluster));
        for (FoundingMember member : cluster.members()) {
            assertTrue(content.contains("\"Path\":\"/0/members/" + member.hexId() + "/raftAttributes\""), content);
        }
    }

    private static String hex(String lines) {
        return lines.replaceAll("\\s", "");
    }
}
