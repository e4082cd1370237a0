package dev.perigee.sink.azure;

import dev.perigee.api.SinkPlace;
import dev.perigee.api.SinkSettings;
import dev.perigee.sink.kit.bucket.BucketNames;
import dev.perigee.sink.kit.bucket.BucketPlace;
import dev.perigee.sink.kit.bucket.LockPolicy;
import dev.perigee.sink.kit.bucket.ObjectLock;
import dev.perigee.sink.kit.connect.ServerAddress;
import dev.perigee.sink.kit.connect.ServerConnection;
import dev.perigee.sink.kit.multipart.PartSizes;
import java.util.Optional;

/**
 * Where an Azure sink keeps its objects, and how it gets there.
 *
 * @param account the storage account
 * @param place the container, and what stands before every key
 * @param connection how the server is reached
 * @param tier how an object is kept; empty for the account's default
 * @param lock how long each object can't be deleted, which Azure calls its immutability policy; empty for no lock
 * @param transfer how bodies are cut into blocks
 */
record AzureSinkConfig(
        Account account,
        BucketPlace place,
        ServerConnection connection,
        Optional<Tier> tier,
        Optional<ObjectLock<LockPolicy>> lock,
        PartSizes transfer) {

    /** Access tiers that can be read at once, in the words of the settings and, but for a capital, of the store. */
    enum Tier {
        HOT,
        COOL,
        COLD
    }

    private static final BucketNames NAMES =
            new BucketNames("(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*", "3 to 63 of a-z 0-9 and single hyphens between them");

    static AzureSinkConfig read(SinkSettings settings) {
        Account account = Account.read(settings);
        BucketPlace place =
                BucketPlace.read(settings, "container", NAMES, account.url().toString());
        return new AzureSinkConfig(
                account,
                place,
                ServerConnection.read(settings),
                settings.string("storage-class").map(text -> settings.choice("storage-class", Tier.HOT)),
                ObjectLock.read(settings, LockPolicy.NONE),
                PartSizes.read(settings));
    }

    /** The place for comparison with those of other sinks. */
    SinkPlace sinkPlace() {
        return place.at("azure://" + ServerAddress.authority(account.url()));
    }
}
