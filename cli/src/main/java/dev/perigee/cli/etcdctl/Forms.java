package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.output.Format;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which of the output formats etcdctl has for a command, and how each is made of what the command shows.
 *
 * @param <S> what the command shows
 */
final class Forms<S extends Shown> {

    /** Changes of the membership. */
    static final Forms<Shown> SIMPLE_AND_JSON = simpleAndJson();

    /** Keys and alarms. */
    static final Forms<Shown.WithFields> NO_TABLE =
            Forms.<Shown.WithFields>simpleAndJson().and(Format.FIELDS, Forms::fields);

    /** What etcdctl has no message of. */
    static final Forms<Shown.WithFields> NO_MESSAGE = new Forms<Shown.WithFields>(new EnumMap<>(Format.class))
            .and(Format.SIMPLE, Forms::simple)
            .and(Format.JSON, Forms::json)
            .and(Format.FIELDS, Forms::fields);

    /** Lists of endpoints. */
    static final Forms<Shown.WithTable> ALL = new Forms<Shown.WithTable>(new EnumMap<>(Format.class))
            .and(Format.SIMPLE, Forms::simple)
            .and(Format.JSON, Forms::json)
            .and(Format.FIELDS, Forms::fields)
            .and(Format.TABLE, (shown, hex) -> utf8(shown.table().draw()));

    /** Lists of members. */
    static final Forms<Shown.WithTable> ALL_AND_MESSAGE = ALL.and(Format.PROTOBUF, Forms::message);

    /** What says the same whatever form is asked for, or looks at the form itself. */
    static final Forms<Shown> PLAIN = new Forms<Shown>(new EnumMap<>(Format.class))
            .and(Format.SIMPLE, Forms::simple)
            .and(Format.JSON, Forms::simple)
            .and(Format.FIELDS, Forms::simple)
            .and(Format.TABLE, Forms::simple)
            .and(Format.PROTOBUF, Forms::simple);

    private final Map<Format, Form<S>> forms;

    private Forms(Map<Format, Form<S>> forms) {
        this.forms = forms;
    }

    private static <S extends Shown> Forms<S> simpleAndJson() {
        return new Forms<S>(new EnumMap<>(Format.class))
                .and(Format.SIMPLE, Forms::simple)
                .and(Format.JSON, Forms::json)
                .and(Format.PROTOBUF, Forms::message);
    }

    private static byte[] json(Shown shown, boolean hex) {
        return utf8(JsonObject.of(shown.json()) + "\n");
    }

    private static byte[] message(Shown shown, boolean hex) {
        return shown.message().toByteArray();
    }

    private Forms<S> and(Format format, Form<S> form) {
        Map<Format, Form<S>> more = new EnumMap<>(Format.class);
        more.putAll(forms);
        more.put(format, form);
        return new Forms<>(more);
    }

    /** The form that goes by a format; empty if etcdctl has none. */
    Optional<Form<S>> of(Format format) {
        return Optional.ofNullable(forms.get(format));
    }

    /**
     * The form that goes by a format.
     *
     * @throws Failure FEATURE if etcdctl has none
     */
    static <S extends Shown> Form<S> form(Forms<S> forms, Format format) throws Failure {
        return forms.of(format)
                .orElseThrow(() -> Failure.of(ExitCode.FEATURE, format.label() + " not supported as output format"));
    }

    private static byte[] simple(Shown shown, boolean hex) {
        Lines lines = new Lines();
        shown.simple(lines);
        return lines.toByteArray();
    }

    private static byte[] fields(Shown.WithFields shown, boolean hex) {
        Fields fields = new Fields(hex);
        shown.fields(fields);
        return utf8(fields.toString());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Makes the output. */
    @FunctionalInterface
    interface Form<S> {

        /**
         * The bytes for standard output.
         *
         * @param shown what there is to show
         * @param hex whether ids, keys and values are wanted in hexadecimal
         */
        byte[] of(S shown, boolean hex);
    }
}
