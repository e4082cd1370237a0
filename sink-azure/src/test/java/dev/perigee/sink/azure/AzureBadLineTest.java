package dev.perigee.sink.azure;

import dev.perigee.test.line.BadLineTests;
import dev.perigee.test.servers.RealAzurite;

/** A bad line before Azurite. */
class AzureBadLineTest extends BadLineTests {

    AzureBadLineTest() {
        super(
                RealAzurite.start(),
                RealAzurite::port,
                (url, container) -> TestSettings.open(TestSettings.of(url, container)));
    }
}
