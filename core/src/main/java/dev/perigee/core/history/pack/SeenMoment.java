package dev.perigee.core.history.pack;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.pack.PackRecord.Moment;

/**
 * What a history tells of a time.
 *
 * @param timeline the backup that it began with
 * @param moment the last one by then
 */
public record SeenMoment(BackupId timeline, Moment moment) {}
