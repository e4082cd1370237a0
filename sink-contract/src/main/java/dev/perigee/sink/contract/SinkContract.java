package dev.perigee.sink.contract;

import java.util.List;
import java.util.stream.Stream;

/**
 * All rules of the storage sink contract. The same list is the table in {@code docs/sink-contract.md}, the testkit's
 * tests, and what {@code perigee sink check} runs.
 */
public final class SinkContract {

    private static final List<Rule> RULES = Stream.of(
                    PutRules.all(),
                    GetRules.all(),
                    ListRules.all(),
                    DeleteRules.all(),
                    HoldRules.all(),
                    ErrorRules.all(),
                    ThreadRules.all(),
                    KeyRules.all(),
                    OpeningRules.all())
            .flatMap(List::stream)
            .toList();

    private SinkContract() {}

    /**
     * The rules, in the order of the document. Run them one after the other, in any order and any selection.
     *
     * @return an immutable list
     */
    public static List<Rule> rules() {
        return RULES;
    }
}
