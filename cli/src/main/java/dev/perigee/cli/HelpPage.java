package dev.perigee.cli;

import java.util.List;
import java.util.function.Predicate;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A command's help, with the global options in a list of their own behind the command's. */
final class HelpPage extends Help {

    HelpPage(CommandSpec spec, ColorScheme colours) {
        super(spec, colours);
    }

    @Override
    public String optionList() {
        boolean root = commandSpec().parent() == null;
        Predicate<OptionSpec> global =
                option -> option.inherited() || (root && option.scopeType() == picocli.CommandLine.ScopeType.INHERIT);
        return titled("Options", options(global.negate())) + titled("Global options", options(global));
    }

    private List<OptionSpec> options(Predicate<OptionSpec> wanted) {
        return commandSpec().options().stream()
                .filter(option -> !option.hidden())
                .filter(wanted)
                .toList();
    }

    private String titled(String title, List<OptionSpec> options) {
        if (options.isEmpty()) {
            return "";
        }
        return "\n" + title + ":\n"
                + optionListExcludingGroups(options, createDefaultLayout(), null, createDefaultParamLabelRenderer());
    }
}
