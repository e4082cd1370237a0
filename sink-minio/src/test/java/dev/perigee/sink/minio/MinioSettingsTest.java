package dev.perigee.sink.minio;

import dev.perigee.test.s3.SettingTests;

/** Every setting, against a real MinIO. */
class MinioSettingsTest extends SettingTests {

    MinioSettingsTest() {
        super(new MinioSinkProvider());
    }
}
