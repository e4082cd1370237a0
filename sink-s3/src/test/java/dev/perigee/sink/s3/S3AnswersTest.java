package dev.perigee.sink.s3;

import dev.perigee.test.s3.AnswerTests;

/** What the sink makes of answers that a real server only gives on a bad day. */
class S3AnswersTest extends AnswerTests {

    S3AnswersTest() {
        super(new S3SinkProvider());
    }
}
