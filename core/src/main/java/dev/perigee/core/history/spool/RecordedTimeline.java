package dev.perigee.core.history.spool;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.disk.SmallFile;
import dev.perigee.core.history.pack.PackRecord;
import dev.perigee.core.history.pack.PackRecord.Follows;
import dev.perigee.core.history.pack.RepeatedTimes;
import dev.perigee.core.history.pack.RepeatedTimesJson;
import dev.perigee.core.words.FailureWords;
import dev.perigee.etcd.format.json.Json;
import dev.perigee.etcd.format.json.JsonArray;
import dev.perigee.etcd.format.json.JsonException;
import dev.perigee.etcd.format.json.JsonNumber;
import dev.perigee.etcd.format.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is being recorded.
 *
 * @param base the backup that it began with
 * @param cluster etcd's id of the cluster
 * @param last the last revision that is in a pack; the base's at first, or the one before the first pack's if that is less
 * @param tail what the last revisions held
 * @param follows the one before, and why it ended; empty once a pack says it, and if there was none
 * @param repeated times that came twice since it began, for the clock was put back
 * @param until the latest time by which something was seen; empty if nothing was recorded yet, or nobody has noted it
 */
public record RecordedTimeline(
        BackupId base,
        long cluster,
        long last,
        Tail tail,
        Optional<Follows> follows,
        RepeatedTimes repeated,
        Optional<Instant> until) {

    /** Where a job's spool keeps it. */
    static final String FILE = "timeline.json";

    /** One that begins: nothing was recorded yet. */
    public RecordedTimeline(BackupId base, long cluster, long last, Optional<Follows> follows) {
        this(base, cluster, last, Tail.NONE, follows, RepeatedTimes.NONE, Optional.empty());
    }

    /**
     * The same, once a pack is closed. It is all that is to be known of that, also after a kill.
     *
     * @param pack goes on from what was recorded
     * @param held what its last revisions held
     */
    public RecordedTimeline after(PackRecord pack, Tail held) {
        Instant latest = until.filter(pack.until()::isBefore).orElse(pack.until());
        return new RecordedTimeline(
                base,
                cluster,
                pack.place().pack().last(),
                tail.followedBy(held),
                Optional.empty(),
                pack.repeated(),
                Optional.of(latest));
    }

    /**
     * It has ended. Of one of which no pack was closed none tells what was missing before it: that stays to be told.
     *
     * @param why a sentence
     * @param ofAnotherStore whether what comes next is another store
     * @return what the next timeline's first pack says
     */
    public Follows followed(String why, boolean ofAnotherStore) {
        return follows.filter(before -> !before.ofAnotherStore())
                .map(before -> new Follows(before.timeline(), before.last(), before.why(), ofAnotherStore))
                .orElseGet(() -> new Follows(base, last, why, ofAnotherStore));
    }

    /** Without what etcd can't tell any more. */
    public RecordedTimeline provenFrom(long revision) {
        return new RecordedTimeline(base, cluster, last, tail.from(revision), follows, repeated, until);
    }

    /**
     * What is being recorded on this machine.
     *
     * @param history where the jobs' spools are
     * @return of each job that is within a timeline, that
     */
    public static List<RecordedTimeline> all(Path history) throws IOException {
        if (Files.notExists(history)) {
            return List.of();
        }
        List<RecordedTimeline> all = new ArrayList<>();
        try (DirectoryStream<Path> jobs = Files.newDirectoryStream(history, Files::isDirectory)) {
            for (Path job : jobs) {
                read(job.resolve(FILE)).ifPresent(all::add);
            }
        }
        return all;
    }

    /** Empty if there is no such file. */
    static Optional<RecordedTimeline> read(Path file) throws IOException {
        try {
            return Optional.of(fromJson(SmallFile.read(file, SmallFile.NOTE)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JsonException | IllegalArgumentException e) {
            throw new IOException(file + " can't be read: " + FailureWords.of(e), e);
        }
    }

    byte[] toJson() {
        JsonObject.Builder json = JsonObject.builder()
                .put("base", base.toString())
                .put("cluster", Long.toHexString(cluster))
                .put("last", last)
                .put("tail", JsonArray.ofStrings(tail.words()));
        RepeatedTimesJson.put(json, repeated);
        until.ifPresent(time -> json.put("until", time.toString()));
        follows.ifPresent(before -> json.put("follows", before.timeline().toString())
                .put("followsLast", before.last())
                .put("followsWhy", before.why())
                .put("followsOtherStore", before.ofAnotherStore()));
        return Json.write(json.build()).getBytes(StandardCharsets.UTF_8);
    }

    static RecordedTimeline fromJson(byte[] utf8) throws JsonException {
        JsonObject json = Json.parseObject(utf8);
        Optional<String> before = json.string("follows");
        return new RecordedTimeline(
                id(json.string("base")),
                Long.parseUnsignedLong(json.string("cluster").orElse(""), 16),
                number(json, "last"),
                Tail.ofWords(json.strings("tail")),
                before.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Follows(
                                id(before),
                                number(json, "followsLast"),
                                json.string("followsWhy").orElse(""),
                                json.bool("followsOtherStore").orElse(false))),
                RepeatedTimesJson.read(json),
                json.string("until").isEmpty()
                        ? Optional.empty()
                        : Optional.of(time(json.string("until").get())));
    }

    private static Instant time(String text) throws JsonException {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new JsonException("'" + text + "' is no time", e);
        }
    }

    private static BackupId id(Optional<String> text) throws JsonException {
        return text.flatMap(BackupId::parse).orElseThrow(() -> new JsonException("there is no backup's id"));
    }

    private static long number(JsonObject json, String name) throws JsonException {
        JsonNumber number = json.number(name).orElseThrow(() -> new JsonException("'" + name + "' is missing"));
        return number.asLong();
    }
}
