package dev.perigee.core.plugin;

import dev.perigee.api.SinkException;
import dev.perigee.api.SinkPlace;
import dev.perigee.api.SinkSettings;
import dev.perigee.api.StorageSink;
import dev.perigee.api.StorageSinkProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The storage sinks that lie in plugin directories. Each entry, {@code <name>/*.jar} or a single {@code <name>.jar}, is
 * a plugin with class loader and libraries of its own; it sees the JDK, the API and itself, nothing of ours and nothing
 * of other plugins.
 *
 * <p>Nothing is read before it is asked for, and nothing is opened that isn't asked for. Safe for many threads.
 */
public final class SinkPlugins implements SinkOpener, AutoCloseable {

    /** The highest {@code Perigee-Api-Level} in a jar's manifest that this version serves. */
    public static final int API_LEVEL = 1;

    private final PluginShelf shelf;
    private final Path stateDirectory;

    private SinkPlugins(List<Path> directories, Path stateDirectory) {
        this.shelf = new PluginShelf(directories);
        this.stateDirectory = stateDirectory;
    }

    /**
     * Plugins from directories, of which some may be absent.
     *
     * @param directories in the order in which they are looked through
     * @param stateDirectory below which a sink may keep its backups where nobody says another place
     * @return the plugins; nothing has been read yet
     */
    public static SinkPlugins in(List<Path> directories, Path stateDirectory) {
        return new SinkPlugins(directories, stateDirectory);
    }

    /**
     * Opens a sink. Loads the plugin named like the type, and others only if that isn't the one.
     *
     * <p>The sink's verbs run with the plugin's class loader as the thread's context class loader, and throw nothing but
     * {@link SinkException}: a class that turns out to be missing is a {@link PluginException}, whatever else is
     * thrown, exception or error, a {@link SinkException} of kind OTHER; so do the streams that {@code get} returns.
     *
     * @param sink name, type and settings
     * @return a sink that the caller closes
     * @throws PluginException if there is no plugin of that type, or it is broken
     * @throws SinkSettingException if a setting can't be used, or isn't known to the sink
     * @throws SinkException what else the provider throws
     */
    @Override
    public StorageSink open(SinkDefinition sink) throws SinkException {
        SinkSettings settings = settings(sink);
        StorageSink opened = openMeant(sink, settings);
        if (!settings.unread().isEmpty()) {
            opened.close();
            throw UnknownSettings.of(sink, settings);
        }
        return opened;
    }

    /** A provider names what is missing; whoever misspelt it has to hear of that. */
    private StorageSink openMeant(SinkDefinition sink, SinkSettings settings) throws SinkException {
        try {
            return open(sink, settings);
        } catch (SinkSettingException e) {
            throw UnknownSettings.meant(sink, settings, e).orElse(e);
        }
    }

    private SinkSettings settings(SinkDefinition sink) {
        return SinkSettings.of(sink.name(), sink.settings()).below(stateDirectory);
    }

    /**
     * Where a sink would keep its backups. Opens nothing.
     *
     * @param sink name, type and settings
     * @return empty if the provider doesn't tell, or can't: {@link #open} says why
     */
    @Override
    public Optional<SinkPlace> place(SinkDefinition sink) {
        try {
            PluginShelf.Found found = shelf.find(sink.type());
            PluginGuard guard = new PluginGuard(sink.name(), found.info(), found.loader());
            SinkSettings settings = settings(sink);
            return guard.call(
                    "place", () -> Objects.requireNonNull(found.provider().place(settings)));
        } catch (SinkException e) {
            return Optional.empty();
        }
    }

    /** Leaves it to the caller to look for settings that nobody has asked for. */
    private StorageSink open(SinkDefinition sink, SinkSettings settings) throws SinkException {
        PluginShelf.Found found = shelf.find(sink.type());
        PluginGuard guard = new PluginGuard(sink.name(), found.info(), found.loader());
        @Nullable StorageSink opened = guard.call("open", () -> found.provider().open(settings));
        if (opened == null) {
            throw guard.nothing("open");
        }
        return GuardedSink.of(opened, guard);
    }

    /**
     * Finds all that is wrong with a sink's settings, not only the first thing. Asks no store.
     *
     * @param sink name, type and settings
     * @return what {@link #open} would throw, and what it would throw after that; empty if all is well
     */
    public List<SinkException> problems(SinkDefinition sink) {
        return new SettingsSurvey(sink, this::open, settings -> settings.below(stateDirectory)).problems();
    }

    /**
     * The provider of a type, as the plugin has it: without the guard that {@link #open} puts around it.
     *
     * @param type what stands behind {@code type =}
     * @return the same instance at every call
     * @throws PluginException if there is none, or it is broken
     */
    public StorageSinkProvider provider(String type) throws PluginException {
        return shelf.find(type).provider();
    }

    /**
     * Looks at every plugin.
     *
     * @return usable types and problems, in the order of the directories and then of the names; two plugins of one type
     *     are both problems, unless one of them is named like the type
     */
    public List<PluginFinding> all() {
        return shelf.all();
    }

    /**
     * Closes plugins that {@link #all} has looked at and nobody has asked for: their jars and classes take memory. Whoever asks for
     * one later has it loaded anew.
     */
    public void closeUnused() {
        shelf.closeUnused();
    }

    /** Lets go of the plugins. Their jars are closed when nobody holds on to their classes any more. */
    @Override
    public void close() {
        shelf.close();
    }
}
