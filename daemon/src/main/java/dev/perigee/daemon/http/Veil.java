package dev.perigee.daemon.http;

import java.util.regex.Pattern;

/** Takes paths of this host out of sentences: whoever may ask for a status needn't learn where things lie. Pure. */
final class Veil {

    private static final Pattern PATH = Pattern.compile("(?<![\\w/:.\\]-])/[^\\s'\",;:)]+");

    private Veil() {}

    static String over(String sentence) {
        return PATH.matcher(sentence).replaceAll("<path>");
    }
}
