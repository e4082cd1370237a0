package dev.perigee.etcd.client;

import dev.perigee.test.servers.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Rewrites a PKCS#8 key as {@code openssl} and kubeadm used to write them. */
final class OlderKeys {

    private OlderKeys() {}

    static String of(Path pkcs8, String algorithm) throws IOException {
        Path out = pkcs8.resolveSibling(pkcs8.getFileName() + ".older");
        Command.run(
                        Map.of(),
                        List.of(
                                "openssl",
                                algorithm.equals("RSA") ? "rsa" : "ec",
                                "-in",
                                pkcs8.toString(),
                                "-out",
                                out.toString(),
                                algorithm.equals("RSA") ? "-traditional" : "-no_public"))
                .orFail();
        return Files.readString(out);
    }
}
