package dev.perigee.core.progress;

import java.time.Duration;

/** A step of a verb. */
public sealed interface ProgressEvent {

    /**
     * A member was chosen.
     *
     * @param endpoint its URL
     * @param name its name in the cluster
     * @param version its etcd version
     * @param reason why this one, in words that can stand in brackets
     */
    record MemberChosen(String endpoint, String name, String version, String reason) implements ProgressEvent {}

    /**
     * Bytes have arrived from etcd. Comes often: at every blob.
     *
     * @param received bytes so far
     * @param total bytes there will be
     */
    record Receiving(long received, long total) implements ProgressEvent {}

    /**
     * The proof has begun.
     *
     * @param bytes the length of the file that is checked
     */
    record Proving(long bytes) implements ProgressEvent {}

    /**
     * The snapshot is proven, and has its name.
     *
     * @param id the backup's id
     * @param revision the newest revision in it
     * @param liveKeys the keys in it
     * @param bytes its length
     */
    record Proven(String id, long revision, long liveKeys, long bytes) implements ProgressEvent {}

    /**
     * Bytes have gone to a sink. Comes often. Starts over where a sink reads the body again.
     *
     * @param sink the sink's name
     * @param key the object
     * @param sent bytes so far
     * @param total bytes there are
     */
    record Uploading(String sink, String key, long sent, long total) implements ProgressEvent {}

    /**
     * Bytes have come back from a sink. Comes often.
     *
     * @param sink the sink's name
     * @param key the object
     * @param received bytes so far
     * @param total bytes there are
     */
    record Downloading(String sink, String key, long received, long total) implements ProgressEvent {}

    /**
     * Bytes of a local file were read. Comes often.
     *
     * @param done bytes so far
     * @param total bytes there are
     */
    record Reading(long done, long total) implements ProgressEvent {}

    /**
     * A stored backup was brought here, to be worked with.
     *
     * @param sink the sink's name
     * @param id the backup's id
     */
    record FetchedFrom(String sink, String id) implements ProgressEvent {}

    /**
     * A job took no backup; others of the same request go on.
     *
     * @param job its name
     * @param reason what happened
     */
    record JobFailed(String job, String reason) implements ProgressEvent {}

    /**
     * A step failed and will be tried again.
     *
     * @param what the step: a sink's name, or the snapshot
     * @param attempt the attempt that failed, from 1 up
     * @param pause how long we wait first
     * @param reason what happened
     */
    record Retrying(String what, int attempt, Duration pause, String reason) implements ProgressEvent {}

    /**
     * A sink holds the backup.
     *
     * @param sink the sink's name
     * @param id the backup's id
     */
    record SinkDone(String sink, String id) implements ProgressEvent {}

    /**
     * A sink doesn't hold the backup.
     *
     * @param sink the sink's name
     * @param id the backup's id
     * @param reason what happened and what to do
     */
    record SinkFailed(String sink, String id, String reason) implements ProgressEvent {}

    /**
     * A backup was removed.
     *
     * @param sink the sink's name
     * @param id the backup's id, or the key of a body without a manifest
     */
    record Pruned(String sink, String id) implements ProgressEvent {}

    /**
     * The spool gave up a body that was still owed to sinks.
     *
     * @param id the backup's id
     * @param sinks to whom it was owed, joined by commas
     * @param reason why
     */
    record SpoolDropped(String id, String sinks, String reason) implements ProgressEvent {}

    /**
     * A step waits its turn.
     *
     * @param reason what it waits for, in words
     */
    record Waiting(String reason) implements ProgressEvent {}

    /**
     * Something worth knowing that stops nothing.
     *
     * @param text a sentence
     */
    record Warning(String text) implements ProgressEvent {}

    /**
     * Something worth knowing that is as it should be.
     *
     * @param text a sentence, without a full stop
     */
    record Note(String text) implements ProgressEvent {}
}
