package dev.perigee.cli.etcdctl;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Hashtable;
import java.util.List;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.DirContext;
import javax.naming.directory.InitialDirContext;

/** Asks the system's DNS servers for service records (RFC 2782); or those of the property {@code java.naming.provider.url}. */
final class ServiceRecords {

    private static final String TYPE = "SRV";
    private static final int MOST = 64;

    private ServiceRecords() {}

    /**
     * Who offers a service over TCP.
     *
     * @param service its name, without underscore
     * @param domain where
     * @return host and port of each, the preferred first
     * @throws NamingException if nobody does, or no DNS server answers
     */
    @SuppressWarnings(
            "BanJNDI") // the attributes of a DNS name are texts; the name's objects, which could be anything, aren't
    // asked for
    static List<String> of(String service, String domain) throws NamingException {
        Hashtable<String, String> settings = new Hashtable<>();
        settings.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
        DirContext dns = new InitialDirContext(settings);
        try {
            Attribute records = dns.getAttributes("_" + service + "._tcp." + domain, new String[] {TYPE})
                    .get(TYPE);
            if (records == null) {
                throw new NameNotFoundException("there is no such record");
            }
            return sorted(Collections.list(records.getAll()));
        } finally {
            dns.close();
        }
    }

    /** A record is priority, weight, port and host. */
    private static List<String> sorted(List<?> records) {
        List<String[]> parts = new ArrayList<>();
        records.stream()
                .limit(MOST)
                .forEach(record -> parts.add(record.toString().split(" ")));
        return parts.stream()
                .filter(part -> part.length == 4)
                .sorted(Comparator.comparing((String[] part) -> Integer.parseInt(part[0]))
                        .thenComparing(part -> -Integer.parseInt(part[1])))
                .map(part -> part[3].replaceFirst("\\.$", "") + ":" + part[2])
                .toList();
    }
}
