package com.example.webdav;

import dev.perigee.api.SinkSettings;
import dev.perigee.api.StorageSink;
import dev.perigee.api.StorageSinkProvider;

/** Makes sinks of type {@code webdav}. */
public final class WebDavSinkProvider implements StorageSinkProvider {

    @Override
    public String type() {
        return "webdav";
    }

    @Override
    public StorageSink open(SinkSettings settings) {
        return new WebDavSink(WebDavConfig.from(settings));
    }
}
