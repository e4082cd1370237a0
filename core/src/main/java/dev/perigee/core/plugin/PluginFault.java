package dev.perigee.core.plugin;

import dev.perigee.core.words.FailureWords;
import java.nio.file.Path;
import java.util.Optional;

/** Why a plugin can't be loaded; becomes a {@link PluginProblem} where its folder is known. */
final class PluginFault extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Optional<String> provider;

    PluginFault(String sentence) {
        super(sentence);
        this.provider = Optional.empty();
    }

    PluginFault(String provider, String sentence) {
        super(sentence);
        this.provider = Optional.of(provider);
    }

    PluginProblem at(Path path) {
        return new PluginProblem(path, provider, String.valueOf(getMessage()));
    }

    /**
     * What a {@link LinkageError} means to somebody who has put jars into a folder.
     *
     * @return a sentence
     */
    static String sentence(LinkageError error) {
        String message = FailureWords.of(error);
        return switch (error) {
            case UnsupportedClassVersionError e -> "was compiled for a newer Java than this one: " + message;
            case ExceptionInInitializerError e -> "fails while it is being loaded: " + e.getCause();
            case NoClassDefFoundError e
            when !message.contains("initialize") ->
                "needs the class "
                        + message.replace('/', '.') + ", which is neither in its jars nor in this Java runtime;"
                        + " put the jar that has it beside the others";
            case IncompatibleClassChangeError e -> "doesn't fit this version of Perigee or of its own libraries: " + e;
            default -> "can't be loaded: " + error;
        };
    }
}
