package dev.perigee.daemon.page;

import dev.perigee.core.history.standing.HistoryHealth;
import dev.perigee.core.history.standing.HistoryStatus;
import dev.perigee.core.report.HistoryDocument;
import dev.perigee.core.words.Words;
import dev.perigee.daemon.watch.Veil;
import java.time.Instant;
import java.util.Optional;

/** How a job's history stands, below its sinks. Pure. */
final class HistoryPart {

    private HistoryPart() {}

    static String of(HistoryStatus history, Instant now) {
        boolean bad = history.health().lacks();
        String mark = "<strong class=\"" + (bad ? "bad" : "good") + "\">" + (bad ? "&#10007; " : "&#10003; ")
                + "history " + word(history, now) + "</strong>";
        String elsewhere = "history " + word(history, now);
        String more = history.sentence().isEmpty()
                ? ""
                : "<br>"
                        + Html.text(Veil.over(history.sentence()
                                + history.cure().map(cure -> "; " + cure).orElse("")));
        return "<p>" + (history.health() == HistoryHealth.ELSEWHERE ? elsewhere : mark) + more
                + history.standing().map(standing -> detail(history, now)).orElse("") + "</p>";
    }

    private static String word(HistoryStatus history, Instant now) {
        Optional<String> loss =
                history.standing().flatMap(standing -> standing.loss(now)).map(Words::span);
        return switch (history.health()) {
            case WELL ->
                loss.map(span -> "well, at most " + span + " would be lost now").orElse("well");
            case LATE ->
                loss.map(span -> "late, at most " + span + " would be lost now").orElse("late");
            case NEW -> "new";
            case NEVER -> "never recorded";
            case ELSEWHERE -> "isn't recorded here";
        };
    }

    private static String detail(HistoryStatus history, Instant now) {
        return "<br><span class=\"dim\">" + Html.text(Veil.over(HistoryDocument.sentence(history, now))) + "</span>";
    }
}
