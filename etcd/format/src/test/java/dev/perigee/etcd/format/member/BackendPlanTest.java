package dev.perigee.etcd.format.member;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.etcd.format.bbolt.write.BucketChange;
import dev.perigee.etcd.format.bbolt.write.BucketContent;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackendPlanTest {

    private final Map<String, BucketContent> buckets =
            List.of("members", "members_removed", "cluster", "meta", "alarm").stream()
                    .collect(Collectors.toMap(name -> name, name -> new BucketContent()));

    @Test
    void theMembersAreTheNewOnesAndTheIndexIsTheirNumber() throws Exception {
        put("members", "dead", "{}");
        put("members_removed", "beef", "removed");
        put("meta", "consistent_index", "old-old-");
        put("meta", "confState", "{}");

        Map<String, BucketContent> after = after(BackendOptions.NONE, 7);

        assertEquals(3, after.get("members").size());
        assertEquals(Optional.empty(), after.get("members").get("dead"));
        assertEquals(0, after.get("members_removed").size());
        assertEquals("0000000000000003", hex(after, "meta", "consistent_index"));
        assertEquals("0000000000000001", hex(after, "meta", "term"));
        assertTrue(after.get("meta").get("confState").isPresent(), "what isn't ours to change stays");
    }

    @Test
    void theClusterBucketIsMadeIfItIsMissing() throws Exception {
        assertEquals(0, after(BackendOptions.NONE, 0).get("cluster").size());
    }

    @Test
    void aBumpAddsARowAndSchedulesTheCompaction() throws Exception {
        BackendOptions bump = new BackendOptions(Optional.empty(), false, OptionalLong.of(1000));

        List<BucketChange> changes = plan(bump, 67).changes(new BackendState(buckets));

        BucketChange.Append row = changes.stream()
                .filter(BucketChange.Append.class::isInstance)
                .map(BucketChange.Append.class::cast)
                .findFirst()
                .orElseThrow();
        assertEquals("000000000000042b5f0000000000000000", HexFormat.of().formatHex(row.key()));
        assertEquals(0, row.value().length);
        assertEquals("000000000000042b5f0000000000000000", hex(after(bump, 67), "meta", "scheduledCompactRev"));
    }

    @Test
    void aBumpBeyondTheLastRevisionIsRefused() {
        BackendOptions bump = new BackendOptions(Optional.empty(), false, OptionalLong.of(Long.MAX_VALUE));

        var refusal = assertThrows(MembershipException.class, () -> plan(bump, 1));

        assertTrue(refusal.getMessage().contains("take a smaller number"), refusal.getMessage());
    }

    @Test
    void alarmsStayUnlessTheyAreDropped() throws Exception {
        put("alarm", "x", "");

        assertFalse(after(BackendOptions.NONE, 1).containsKey("alarm"));
        assertEquals(
                0,
                after(new BackendOptions(Optional.empty(), true, OptionalLong.empty()), 1)
                        .get("alarm")
                        .size());
    }

    @ParameterizedTest
    @CsvSource({
        "3.6, 3.6.0, 3.6.0",
        "3.5, , 3.5.0",
        "3.4, , 3.4.0",
        "3.7, 3.7.0, 3.7.0",
        "3.8, 3.7.0, 3.7.0",
    })
    void versionsAboveTheTargetAreLowered(String target, String storage, String cluster) throws Exception {
        put("meta", "storageVersion", "3.7.0");
        put("cluster", "clusterVersion", "3.7.0");

        Map<String, BucketContent> after = after(to(target), 1);

        assertEquals(Optional.ofNullable(storage), text(after, "meta", "storageVersion"));
        assertEquals(Optional.ofNullable(cluster), text(after, "cluster", "clusterVersion"));
    }

    @Test
    void withoutATargetNoVersionIsTouched() throws Exception {
        put("meta", "storageVersion", "3.7.0");
        put("cluster", "clusterVersion", "3.7.0");
        put("cluster", "downgrade", "{\"target-version\":\"3.6.0\",\"enabled\":true}");

        Map<String, BucketContent> after = after(BackendOptions.NONE, 1);

        assertEquals(Optional.of("3.7.0"), text(after, "meta", "storageVersion"));
        assertEquals(Optional.of("3.7.0"), text(after, "cluster", "clusterVersion"));
        assertTrue(text(after, "cluster", "downgrade").isPresent());
    }

    @Test
    void anEnabledDowngradeIsRemovedWithAnyTarget() throws Exception {
        put("cluster", "downgrade", "{\"target-version\":\"3.6.0\",\"enabled\":true}");

        BackendPlan plan = plan(to("3.7"), 1);

        assertTrue(plan.edits().stream()
                .anyMatch(edit -> edit.what().equals("remove cluster/downgrade")
                        && edit.why().contains("3.6.0")));
        assertEquals(Optional.empty(), text(after(to("3.7"), 1), "cluster", "downgrade"));
    }

    @Test
    void aDowngradeThatIsNotEnabledStays() throws Exception {
        put("cluster", "downgrade", "{\"target-version\":\"\",\"enabled\":false}");

        assertTrue(text(after(to("3.5"), 1), "cluster", "downgrade").isPresent());
    }

    @Test
    void everyLoweringSaysWhatAndWhy() throws Exception {
        put("meta", "storageVersion", "3.7.0");

        BackendEdit edit = plan(to("3.6"), 1).edits().getLast();

        assertEquals("set meta/storageVersion to 3.6.0", edit.what());
        assertEquals("it is 3.7.0, and a 3.6 server refuses data newer than itself", edit.why());
    }

    private static BackendOptions to(String target) {
        return new BackendOptions(EtcdMinor.parse(target), false, OptionalLong.empty());
    }

    private void put(String bucket, String key, String value) {
        buckets.get(bucket).put(key.getBytes(StandardCharsets.US_ASCII), value.getBytes(StandardCharsets.US_ASCII));
    }

    private BackendPlan plan(BackendOptions options, long newest) throws MembershipException {
        Membership cluster = Membership.of(MemberUrls.parse("a=http://a:1,b=http://b:1,c=http://c:1"), "tok");
        return BackendPlan.of(new BackendState(buckets), newest, cluster, options);
    }

    private Map<String, BucketContent> after(BackendOptions options, long newest) throws MembershipException {
        return plan(options, newest).changes(new BackendState(buckets)).stream()
                .filter(BucketChange.Replace.class::isInstance)
                .map(BucketChange.Replace.class::cast)
                .collect(Collectors.toMap(BucketChange.Replace::bucket, BucketChange.Replace::content));
    }

    private static Optional<String> text(Map<String, BucketContent> after, String bucket, String key) {
        return after.get(bucket).get(key).map(bytes -> new String(bytes, StandardCharsets.US_ASCII));
    }

    private static String hex(Map<String, BucketContent> after, String bucket, String key) {
        return HexFormat.of().formatHex(after.get(bucket).get(key).orElseThrow());
    }
}
