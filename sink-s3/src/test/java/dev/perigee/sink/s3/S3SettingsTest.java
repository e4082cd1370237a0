package dev.perigee.sink.s3;

import dev.perigee.test.s3.SettingTests;

/** Every setting, against a real MinIO. */
class S3SettingsTest extends SettingTests {

    S3SettingsTest() {
        super(new S3SinkProvider());
    }
}
