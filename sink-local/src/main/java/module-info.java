/** Keeps objects as files in a directory. */
module dev.perigee.sink.local {
    requires static org.jspecify;
    requires dev.perigee.api;
    requires dev.perigee.sink.kit;

    exports dev.perigee.sink.local;

    provides dev.perigee.api.StorageSinkProvider with
            dev.perigee.sink.local.LocalSinkProvider;
}
