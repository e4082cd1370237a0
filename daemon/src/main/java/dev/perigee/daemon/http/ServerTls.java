package dev.perigee.daemon.http;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import dev.perigee.core.config.HttpSettings.HttpTls;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.words.FailureWords;
import dev.perigee.daemon.tls.PemFiles;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** TLS 1.2 and 1.3. Certificates that have changed are read again at the next connection; while they can't be, the old serve. */
final class ServerTls {

    private static final System.Logger LOG = System.getLogger(ServerTls.class.getName());

    private final HttpTls files;
    private SSLContext context;
    private List<FileTime> read;

    private ServerTls(HttpTls files, SSLContext context, List<FileTime> read) {
        this.files = files;
        this.context = context;
        this.read = read;
    }

    static HttpsConfigurator of(HttpTls files) throws OperationException {
        try {
            SSLContext first = context(files);
            ServerTls tls = new ServerTls(files, first, times(files));
            boolean asksClients = files.clientAuthorities().isPresent();
            return new Limited(new RenewedContext(first, tls::current), asksClients);
        } catch (IOException | GeneralSecurityException e) {
            throw unusable(files, e);
        }
    }

    /** A certificate without its key would be served to nobody: of a renewed pair, one file comes before the other. */
    private static SSLContext context(HttpTls files) throws IOException, GeneralSecurityException {
        Optional<String> fault = files.ownFault();
        if (fault.isPresent()) {
            throw new IOException(fault.get());
        }
        return PemFiles.server(files.certificate(), files.key(), files.clientAuthorities());
    }

    private static OperationException unusable(HttpTls files, Exception e) {
        return new OperationException(
                Outcome.BAD_CONFIGURATION,
                "the server's certificate can't be used: " + FailureWords.of(e),
                Optional.of("look at " + files.certificate() + " and " + files.key()),
                Optional.empty());
    }

    /** What a connection may speak. */
    private static final class Limited extends HttpsConfigurator {

        private final boolean asksClients;

        Limited(SSLContext context, boolean asksClients) {
            super(context);
            this.asksClients = asksClients;
        }

        @Override
        public void configure(HttpsParameters parameters) {
            SSLParameters ssl = getSSLContext().getDefaultSSLParameters();
            ssl.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
            ssl.setNeedClientAuth(asksClients);
            parameters.setSSLParameters(ssl);
        }
    }

    private synchronized SSLContext current() {
        try {
            List<FileTime> now = times(files);
            if (!now.equals(read)) {
                read = now;
                context = context(files);
                LOG.log(Level.INFO, "the server's certificate was read again");
            }
        } catch (IOException | GeneralSecurityException e) {
            LOG.log(
                    Level.WARNING,
                    "the server''s new certificate can''t be used, the old one serves on: {0}",
                    FailureWords.of(e));
        }
        return context;
    }

    private static List<FileTime> times(HttpTls files) throws IOException {
        List<Path> all = Stream.concat(Stream.of(files.certificate(), files.key()), files.clientAuthorities().stream())
                .toList();
        List<FileTime> times = new ArrayList<>();
        for (Path file : all) {
            times.add(Files.getLastModifiedTime(file));
        }
        return times;
    }
}
