package dev.perigee.core.packed;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.Sha256;
import dev.perigee.core.catalog.Layout;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.StoredObject;
import dev.perigee.core.disk.PartFile;
import dev.perigee.core.encoding.AgeRecipient;
import dev.perigee.core.encoding.Decoding;
import dev.perigee.core.encoding.EncodingSettings;
import dev.perigee.core.encoding.Identities;
import dev.perigee.core.spool.SpoolEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes the packed form of a spooled backup: what one sink doesn't have yet.
 *
 * @param indexes where the indexes of packs lie; may not exist yet
 * @param encoding how the sink has its bodies written
 * @param identities what is tried on what was encrypted, where there are any
 */
public record PackedForm(Path indexes, EncodingSettings encoding, Identities identities) {

    /**
     * Makes it, and proves that it comes to what the snapshot holds, before anything is stored. Then only its index is on the disk
     * besides the entry.
     *
     * @param entry the backup, whose plain body is here
     * @param name what the form is called in the entry
     * @param there the packs that the sink holds and that its backups name
     * @return manifest and body
     * @throws DamagedBodyException if it comes to something else: then it is no form of this backup
     * @throws IOException if it can't be written, or can't be read back
     */
    public SpoolEntry.Outgoing make(SpoolEntry entry, String name, Collection<StoredObject> there) throws IOException {
        Manifest manifest = entry.owed().orElseThrow().manifest();
        Sha256 content = manifest.facts().content().orElseThrow();
        IndexShelf shelf = new IndexShelf(indexes);
        List<KnownPack> chosen = chosen(entry.file(), content, shelf.known(usable(there)));
        Path draft = shelf.draft(manifest.id() + "-" + name);
        try (PartFile _ = new PartFile(draft)) {
            List<PackedWriter.Written> written = new ArrayList<>();
            SpoolEntry.Written form = entry.write(name, Manifest.PACK, key(manifest), encoding, identities, out -> {
                try (PackedWriter writer = new PackedWriter(entry.file(), content, chosen);
                        RowIndex.Writer index = new RowIndex.Writer(draft)) {
                    written.add(writer.to(out, index));
                    index.finish();
                }
            });
            require(content, PackedProof.of(chosen, written.getFirst(), draft));
            shelf.publish(draft, form.object().sha256());
            return form.owe(manifest.with(objects(manifest, form.object(), chosen)));
        }
    }

    /**
     * Forgets the rows of packs that no backup needs any more.
     *
     * @param needed packs that backups name
     * @param now the time
     * @throws IOException if the directory can't be read
     */
    public void sweep(Collection<StoredObject> needed, Instant now) throws IOException {
        new IndexShelf(indexes).sweep(needed, now);
    }

    private static ObjectKey key(Manifest manifest) {
        return Layout.STANDARD.rows(manifest.cluster().name(), manifest.id());
    }

    /** What others could read who can't read the new one, or the other way round, isn't built on. */
    private List<StoredObject> usable(Collection<StoredObject> there) {
        List<String> recipients = recipients();
        return there.stream()
                .filter(pack -> pack.encoding().equals(encoding.names())
                        && pack.recipients().stream().sorted().toList().equals(recipients))
                .toList();
    }

    private List<String> recipients() {
        return encoding.recipients().stream().map(AgeRecipient::text).sorted().toList();
    }

    private static List<KnownPack> chosen(Path snapshot, Sha256 content, List<KnownPack> known) throws IOException {
        try (Survey survey = new Survey(known)) {
            Survey.Found found = survey.of(snapshot);
            require(content, found.content());
            return PackChoice.of(found.uses());
        }
    }

    private static void require(Sha256 expected, Sha256 found) throws DamagedBodyException {
        if (!found.equals(expected)) {
            throw new DamagedBodyException("comes to " + found + " where the snapshot was proven as " + expected);
        }
    }

    private List<StoredObject> objects(Manifest manifest, StoredObject own, List<KnownPack> chosen) {
        List<String> encodings = Stream.concat(Stream.of(Decoding.PACKS), own.encoding().stream())
                .toList();
        StoredObject body = new StoredObject(
                Manifest.SNAPSHOT,
                own.key(),
                own.length(),
                own.sha256(),
                encodings,
                Optional.of(manifest.body().content()),
                own.recipients(),
                Optional.empty());
        List<StoredObject> objects = new ArrayList<>(List.of(body));
        manifest.companions().ifPresent(objects::add);
        objects.add(own);
        chosen.forEach(pack -> objects.add(pack.object()));
        return objects;
    }
}
