package com.example.webdav;

import dev.perigee.api.SinkPlace;
import dev.perigee.api.SinkSettings;
import dev.perigee.api.StorageSink;
import dev.perigee.api.StorageSinkProvider;
import java.util.Optional;

/** Makes sinks of type {@code webdav}. */
public final class WebDavSinkProvider implements StorageSinkProvider {

    @Override
    public String type() {
        return "webdav";
    }

    @Override
    public Optional<SinkPlace> place(SinkSettings settings) {
        return Optional.of(SinkPlace.store(WebDavConfig.from(settings).folder().toString()));
    }

    @Override
    public StorageSink open(SinkSettings settings) {
        return new WebDavSink(WebDavConfig.from(settings));
    }
}
