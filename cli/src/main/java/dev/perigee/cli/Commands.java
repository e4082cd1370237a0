package dev.perigee.cli;

import dev.perigee.cli.console.Session;
import java.lang.reflect.Constructor;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes commands, each with the session; whatever else picocli asks for is left to picocli. */
final class Commands implements IFactory {

    private final Session session;

    Commands(Session session) {
        this.session = session;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        return dev.perigee.cli.console.Command.class.isAssignableFrom(type)
                ? command(type)
                : CommandLine.defaultFactory().create(type);
    }

    private <K> K command(Class<K> type) throws Exception {
        Constructor<K> constructor = type.getConstructor(Session.class);
        return constructor.newInstance(session);
    }
}
