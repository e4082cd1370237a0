package dev.perigee.core.history;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.PackRecord.Moment;

/**
 * What a history tells of a time.
 *
 * @param timeline the backup that it began with
 * @param moment the last one by then
 */
record SeenMoment(BackupId timeline, Moment moment) {}
