package dev.perigee.etcd.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

/** Wraps the older private key formats (RFC 8017 A.1.2, RFC 5915) into PKCS#8 (RFC 5208), which is all that Java reads. */
final class Pkcs8 {

    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final int EC_PARAMETERS = 0xa0;
    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};
    /** AlgorithmIdentifier rsaEncryption, with NULL parameters. */
    private static final byte[] RSA = {
        0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00
    };
    /** Object identifier id-ecPublicKey. */
    private static final byte[] EC = {0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01};

    private Pkcs8() {}

    static byte[] ofRsa(byte[] key) {
        return element(SEQUENCE, VERSION_0, RSA, element(OCTET_STRING, key));
    }

    static byte[] ofEc(byte[] key) throws IOException {
        byte[] algorithm = element(SEQUENCE, EC, curve(key));
        return element(SEQUENCE, VERSION_0, algorithm, element(OCTET_STRING, key));
    }

    /** The curve's object identifier: SEQUENCE { version, OCTET STRING key, [0] parameters, … }. */
    private static byte[] curve(byte[] key) throws IOException {
        int at = header(key, 0);
        while (at < key.length) {
            int content = header(key, at);
            int end = content + length(key, at);
            if (end > key.length) {
                break;
            }
            if ((key[at] & 0xff) == EC_PARAMETERS) {
                return Arrays.copyOfRange(key, content, end);
            }
            at = end;
        }
        throw new IOException("the EC private key doesn't name its curve; convert it: openssl pkcs8 -topk8 -nocrypt");
    }

    /** Where the content of the element at a place begins. */
    private static int header(byte[] der, int at) throws IOException {
        int first = octet(der, at + 1);
        return at + 2 + (first < 0x80 ? 0 : first - 0x80);
    }

    private static int length(byte[] der, int at) throws IOException {
        int first = octet(der, at + 1);
        if (first < 0x80) {
            return first;
        }
        if (first > 0x82) {
            throw new IOException("the EC private key is no proper DER");
        }
        int value = 0;
        for (int i = 0; i < first - 0x80; i++) {
            value = value << 8 | octet(der, at + 2 + i);
        }
        return value;
    }

    private static int octet(byte[] der, int at) throws IOException {
        if (at >= der.length) {
            throw new IOException("the EC private key ends too early");
        }
        return der[at] & 0xff;
    }

    private static byte[] element(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(tag);
        writeLength(whole, content.size());
        whole.writeBytes(content.toByteArray());
        return whole.toByteArray();
    }

    private static void writeLength(ByteArrayOutputStream out, int length) {
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length);
        }
    }
}
