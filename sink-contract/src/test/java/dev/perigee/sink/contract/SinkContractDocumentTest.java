package dev.perigee.sink.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The document and the rules say the same. */
class SinkContractDocumentTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern ROW = Pattern.compile("^\\| [A-Z]\\d+ \\| .* \\|$", Pattern.MULTILINE);
    private static final Pattern CITATION = Pattern.compile("[(, ]([PGLDETKC]\\d{1,2})(?=[),])");

    private static String row(Rule rule) {
        return "| " + rule.id() + " | " + rule.text() + " | "
                + rule.cost().name().toLowerCase(Locale.ROOT) + " |";
    }

    @Test
    void theDocumentsTablesAreTheRules() throws IOException {
        String document = Files.readString(ROOT.resolve("docs/sink-contract.md"));

        List<String> rows =
                ROW.matcher(document).results().map(MatchResult::group).toList();

        assertEquals(
                SinkContract.rules().stream().map(SinkContractDocumentTest::row).toList(), rows);
    }

    @Test
    void everyRuleSaysMustAndHasANumberOfItsOwn() {
        TreeSet<String> ids = new TreeSet<>();

        for (Rule rule : SinkContract.rules()) {
            assertTrue(rule.text().contains("MUST"), rule::toString);
            assertTrue(ids.add(rule.id()), rule::toString);
        }
    }

    @Test
    void theRulesThatTheInterfaceCitesExist() throws IOException {
        String source = Files.readString(ROOT.resolve("api/src/main/java/dev/perigee/api/StorageSink.java"));
        List<String> known = SinkContract.rules().stream().map(Rule::id).toList();

        List<String> cited =
                CITATION.matcher(source).results().map(match -> match.group(1)).toList();

        assertTrue(cited.size() > 10, cited::toString);
        assertTrue(known.containsAll(cited), cited::toString);
    }
}
