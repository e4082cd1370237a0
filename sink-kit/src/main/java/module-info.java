/** What every sink that talks to a server needs, once. Each plugin packs a copy of its own. */
module dev.perigee.sink.kit {
    requires dev.perigee.api;
    requires static org.jspecify;

    exports dev.perigee.sink.kit.body;
    exports dev.perigee.sink.kit.bucket;
    exports dev.perigee.sink.kit.call;
    exports dev.perigee.sink.kit.connect;
    exports dev.perigee.sink.kit.listing;
    exports dev.perigee.sink.kit.multipart;
    exports dev.perigee.sink.kit.s3;
    exports dev.perigee.sink.kit.words;
}
