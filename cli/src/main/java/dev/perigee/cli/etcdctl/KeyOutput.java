package dev.perigee.cli.etcdctl;

import dev.perigee.cli.output.Format;
import dev.perigee.core.keys.DumpHeader;
import dev.perigee.etcd.client.Answer;
import dev.perigee.etcd.client.KeyPage;
import dev.perigee.etcd.client.KeyValue;
import dev.perigee.etcd.client.ResponseHeader;
import java.util.List;

/**
 * Keys of any state, in the forms that {@code etcdctl get} has.
 *
 * @param header which state
 * @param keyValues ascending by key
 * @param count how many there are in all
 * @param hex whether keys and values are wanted in hexadecimal
 * @param valueOnly whether keys are left out
 */
public record KeyOutput(DumpHeader header, List<KeyValue> keyValues, long count, boolean hex, boolean valueOnly) {

    /** Copies the list. */
    public KeyOutput {
        keyValues = List.copyOf(keyValues);
    }

    /**
     * The keys in one form.
     *
     * @param format one that {@code etcdctl get} has: not table
     * @return the bytes for standard output
     */
    public byte[] as(Format format) {
        ResponseHeader answered = new ResponseHeader(header.clusterId().orElse(0), 0, header.revision(), 0);
        KeyPage page = new KeyPage(keyValues, keyValues.size() < count, count, header.revision());
        return Forms.NO_TABLE
                .of(format)
                .orElseThrow()
                .of(new Get.Page(new Answer<>(answered, page), hex, valueOnly), hex);
    }
}
