package dev.perigee.sink.gcs;

import com.google.api.gax.retrying.ResultRetryAlgorithm;
import com.google.api.gax.retrying.TimedAttemptSettings;
import com.google.cloud.storage.StorageRetryStrategy;

/**
 * One request, one answer. The library's own "no retry" settings are not enough: its reader would ask for ever when
 * answers break off without a byte.
 */
final class NoRetries implements StorageRetryStrategy {

    private static final long serialVersionUID = 1L;

    @Override
    public ResultRetryAlgorithm<?> getIdempotentHandler() {
        return new Never();
    }

    @Override
    public ResultRetryAlgorithm<?> getNonidempotentHandler() {
        return new Never();
    }

    private static final class Never implements ResultRetryAlgorithm<Object> {

        @Override
        public TimedAttemptSettings createNextAttempt(
                Throwable thrown, Object response, TimedAttemptSettings settings) {
            return settings; // never asked for: there is no next attempt
        }

        @Override
        public boolean shouldRetry(Throwable thrown, Object response) {
            return false;
        }
    }
}
