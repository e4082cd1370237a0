package dev.perigee.sink.gcs;

import com.google.api.gax.retrying.BasicResultRetryAlgorithm;
import com.google.api.gax.retrying.ResultRetryAlgorithm;
import com.google.cloud.storage.StorageRetryStrategy;

/**
 * One request, one answer. The library's own "no retry" settings are not enough: its reader would ask for ever when
 * answers break off without a byte.
 */
final class NoRetries extends BasicResultRetryAlgorithm<Object> implements StorageRetryStrategy {

    private static final long serialVersionUID = 1L;

    @Override
    public ResultRetryAlgorithm<?> getIdempotentHandler() {
        return this;
    }

    @Override
    public ResultRetryAlgorithm<?> getNonidempotentHandler() {
        return this;
    }

    @Override
    public boolean shouldRetry(Throwable thrown, Object response) {
        return false;
    }
}
