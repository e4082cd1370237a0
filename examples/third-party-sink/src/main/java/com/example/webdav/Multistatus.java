package com.example.webdav;

import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The XML in which a WebDAV server tells what is in a folder. */
final class Multistatus {

    static final String QUESTION = "<propfind xmlns='DAV:'><prop>"
            + "<resourcetype/><getcontentlength/><getlastmodified/></prop></propfind>";

    private Multistatus() {}

    /** The entries of a folder, without the folder itself. */
    static List<Entry> read(InputStream answer, URI root, String folder) throws SinkException {
        List<Entry> entries = new ArrayList<>();
        try (answer) {
            XMLInputFactory factory = XMLInputFactory.newFactory();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            XMLStreamReader reader = factory.createXMLStreamReader(answer);
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamConstants.START_ELEMENT && reader.getLocalName().equals("response")) {
                    entries.add(entry(reader, root));
                }
            }
        } catch (XMLStreamException | IOException e) {
            Kind kind = Thread.currentThread().isInterrupted() ? Kind.CANCELLED : Kind.DAMAGED;
            throw new SinkException(kind, "the server's listing of '" + folder + "' can't be read: " + e.getMessage());
        }
        entries.removeIf(entry -> entry.path().equals(folder));
        return entries;
    }

    private static Entry entry(XMLStreamReader reader, URI root) throws XMLStreamException {
        String path = "";
        long length = 0;
        Instant lastModified = Instant.EPOCH;
        boolean isFolder = false;
        while (!(reader.next() == XMLStreamConstants.END_ELEMENT && reader.getLocalName().equals("response"))) {
            if (!reader.isStartElement()) {
                continue;
            }
            switch (reader.getLocalName()) {
                case "href" -> path = relative(reader.getElementText(), root);
                case "getcontentlength" -> length = length(reader.getElementText());
                case "getlastmodified" -> lastModified = instant(reader.getElementText());
                case "collection" -> isFolder = true;
                default -> {}
            }
        }
        return new Entry(isFolder && !path.isEmpty() && !path.endsWith("/") ? path + "/" : path, length, lastModified);
    }

    private static String relative(String href, URI root) {
        String path = URI.create(href).getPath();
        return path.startsWith(root.getPath()) ? path.substring(root.getPath().length()) : "";
    }

    /** A folder has no length; some servers say so with an empty one. */
    private static long length(String text) {
        return text.isBlank() ? 0 : Long.parseLong(text);
    }

    private static Instant instant(String date) {
        return date.isBlank()
                ? Instant.EPOCH
                : ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    }
}
