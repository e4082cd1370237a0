package dev.perigee.core.restore;

import dev.perigee.core.words.Sizes;
import dev.perigee.core.words.Words;
import dev.perigee.etcd.format.member.BackendEdit;
import dev.perigee.etcd.format.snapshot.SnapshotFacts;
import java.util.ArrayList;
import java.util.List;

/** Puts a plan into words. Pure. */
final class PlanText {

    private PlanText() {}

    static List<String> of(RestorePlan plan) {
        List<String> lines = new ArrayList<>();
        source(lines, plan);
        lines.add("Cluster " + plan.cluster().hexClusterId() + ", token '"
                + plan.request().cluster().token() + "':");
        plan.cluster()
                .members()
                .forEach(member -> lines.add("  " + member.name() + "  " + member.hexId() + "  " + member.peerUrls()));
        plan.leftovers().forEach(lock -> lines.add("Remove what an earlier run left: " + lock));
        plan.members().forEach(member -> member(lines, plan, member));
        lines.add("In the database:");
        plan.backend().edits().forEach(edit -> lines.add("  " + words(edit)));
        plan.warnings().forEach(warning -> lines.add("Note: " + warning));
        return lines;
    }

    private static void source(List<String> lines, RestorePlan plan) {
        SnapshotFacts facts = plan.facts();
        lines.add("Source " + plan.request().named() + ": revision " + facts.currentRevision() + ", "
                + Words.count(facts.liveKeys(), "key")
                + ", " + Sizes.human(facts.totalSize()) + ", storage version "
                + facts.storageVersion().orElse("none (before 3.6)") + ", cluster version "
                + facts.clusterVersion().orElse("none"));
        lines.add(plan.needs()
                .map(version -> "The result needs etcd " + version + " or newer")
                .orElse("The result starts under etcd 3.4 and newer"));
    }

    private static void member(List<String> lines, RestorePlan plan, MemberPlan member) {
        lines.add("Write member '" + member.member().name() + "' to " + member.dataDir()
                + member.walDir().map(wal -> ", its log to " + wal).orElse(""));
        for (Placement placement : member.placements()) {
            placement.aside().ifPresent(aside -> lines.add("  move " + placement.target() + " aside to " + aside));
            lines.add("  build " + placement.staged() + ", then rename it to " + placement.target());
        }
        String how = plan.request().data().compact() ? "rebuilt without free pages, at most " : "copied, about ";
        lines.add("  database: " + how + Sizes.human(plan.facts().totalSize()));
    }

    private static String words(BackendEdit edit) {
        return edit.what() + ": " + edit.why();
    }
}
