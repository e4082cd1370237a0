package dev.perigee.core.history.pack;

import dev.perigee.api.Sha256;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.StoredObject;
import dev.perigee.core.history.pack.PackRecord.Moment;
import java.util.List;
import java.util.Optional;

/** Records of packs of cluster 'prod', of which nothing is known but their rows and their times. */
public final class SamplePack {

    private static final Manifest.Cluster CLUSTER = new Manifest.Cluster("prod", 1);

    private SamplePack() {}

    /** One with a row for each revision. */
    public static PackRecord of(PackPlace place, List<Moment> moments, long length, Sha256 sha256) {
        return of(place, CLUSTER, place.pack().last() - place.pack().first() + 1, moments, length, sha256);
    }

    /** The same, by the end of which times had come twice. */
    public static PackRecord repeating(PackRecord own, RepeatedTimes times) {
        return new PackRecord(
                own.place(),
                own.cluster(),
                own.job(),
                own.instance(),
                own.by(),
                own.rows(),
                own.moments(),
                times,
                own.leases(),
                own.seal(),
                own.follows(),
                own.object());
    }

    /** One of any cluster, with more rows. */
    public static PackRecord of(
            PackPlace place, Manifest.Cluster cluster, long rows, List<Moment> moments, long length, Sha256 sha256) {
        return new PackRecord(
                place,
                cluster,
                "default",
                "bench",
                "perigee 0.1.0",
                rows,
                moments,
                RepeatedTimes.NONE,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                new StoredObject(PackRecord.ROWS, place.key("prod", PackPlace.Part.ROWS), length, sha256));
    }
}
