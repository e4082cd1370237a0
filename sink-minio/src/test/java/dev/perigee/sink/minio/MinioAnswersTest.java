package dev.perigee.sink.minio;

import dev.perigee.test.s3.AnswerTests;

/** What the sink makes of answers that a real server only gives on a bad day. */
class MinioAnswersTest extends AnswerTests {

    MinioAnswersTest() {
        super(new MinioSinkProvider());
    }
}
