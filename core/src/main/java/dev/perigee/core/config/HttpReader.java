package dev.perigee.core.config;

import dev.perigee.core.config.HttpSettings.HttpTls;
import dev.perigee.core.config.HttpSettings.Right;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the keys of {@code http}. */
final class HttpReader {

    private static final String LISTEN = "http.listen";
    private static final String CERT = "http.tls.cert";
    private static final String KEY = "http.tls.key";
    private static final String CLIENT_CA = "http.tls.client-ca";
    private static final String CLIENTS_MAY = "http.tls.clients-may";
    private static final String READ_TOKENS = "http.read-tokens";
    private static final String OPERATE_TOKENS = "http.operate-tokens";

    /** Which of them name a file. */
    static final List<String> FILES = List.of(CERT, KEY, CLIENT_CA);

    /** Which of them name several. */
    static final List<String> FILE_LISTS = List.of(READ_TOKENS, OPERATE_TOKENS);

    private static final Pattern ADDRESS = Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9.-]+)):([0-9]{1,5})");

    private final Block block;

    HttpReader(Block block) {
        this.block = block;
    }

    /** Empty if there is to be no server. */
    Optional<HttpSettings> read() {
        Optional<HttpTls> tls = tls();
        List<Path> readers = files(READ_TOKENS);
        List<Path> operators = files(OPERATE_TOKENS);
        boolean gravity = block.read(false, from -> from.flag("http.gravity-metrics", false));
        Optional<String> listen = block.text(LISTEN);
        if (listen.isEmpty()) {
            refuseWithoutListen();
            return Optional.empty();
        }
        Optional<HttpSettings> settings = address(listen.get())
                .map(address -> new HttpSettings(host(address), port(address), tls, readers, operators, gravity));
        settings.ifPresent(this::refuseOpenDoors);
        return settings;
    }

    private void refuseWithoutListen() {
        Stream.of(CERT, KEY, CLIENT_CA, READ_TOKENS, OPERATE_TOKENS)
                .filter(block::has)
                .findFirst()
                .ifPresent(key -> block.problem(key, "is of no use without " + LISTEN));
    }

    private Optional<Matcher> address(String text) {
        Matcher address = ADDRESS.matcher(text);
        if (address.matches() && port(address) <= 65535) {
            return Optional.of(address);
        }
        block.problem(LISTEN, "is '" + text + "'; it takes an address and a port, such as 127.0.0.1:8085 or [::]:8085");
        return Optional.empty();
    }

    private static String host(Matcher address) {
        return address.group(1) == null ? address.group(2) : address.group(1);
    }

    private static int port(Matcher address) {
        return Integer.parseInt(address.group(3));
    }

    private Optional<HttpTls> tls() {
        Optional<Path> certificate = block.absolutePath(CERT);
        Optional<Path> key = block.absolutePath(KEY);
        Optional<Path> authorities = block.absolutePath(CLIENT_CA);
        Right clientsMay = block.read(Right.READ, from -> from.choice(CLIENTS_MAY, Right.READ));
        if (certificate.isPresent() != key.isPresent()) {
            block.problem(
                    certificate.isPresent() ? CERT : KEY,
                    "goes only together with the other of " + CERT + " and " + KEY);
        } else if (certificate.isEmpty() && authorities.isPresent()) {
            block.problem(CLIENT_CA, "goes only together with " + CERT + " and " + KEY);
        }
        return certificate.flatMap(mine -> key.map(its -> new HttpTls(mine, its, authorities, clientsMay)));
    }

    /** Whoever can reach it from elsewhere must neither read the line nor get an answer unasked. */
    private void refuseOpenDoors(HttpSettings settings) {
        if (settings.isLoopback()) {
            return;
        }
        if (settings.tls().isEmpty()) {
            block.problem(LISTEN, "can be reached from other machines, which needs " + CERT + " and " + KEY);
        }
        boolean certificates =
                settings.tls().flatMap(HttpTls::clientAuthorities).isPresent();
        if (!certificates
                && settings.readTokens().isEmpty()
                && settings.operateTokens().isEmpty()) {
            block.problem(
                    LISTEN,
                    "can be reached from other machines, which needs " + READ_TOKENS + ", " + OPERATE_TOKENS + " or "
                            + CLIENT_CA);
        }
    }

    private List<Path> files(String key) {
        List<Path> files = block.texts(key).stream().map(Path::of).toList();
        if (!files.stream().allMatch(Path::isAbsolute)) {
            block.hiddenProblem(
                    key, "has what is no absolute path; it takes absolute paths of files that hold a token each");
        }
        return files;
    }
}
