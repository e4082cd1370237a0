import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * Of the JDK's classes that stand on standard input, one a line as in a class list, prints those of the boot loader.
 *
 * <p>With one of the platform loader's in its archive, a JVM of 25.0.3 crashes (CDSProtectionDomain::init_security_info) as soon as
 * it has a module path.
 */
final class BootClasses {

    private BootClasses() {}

    public static void main(String[] arguments) throws IOException {
        BufferedReader names = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        names.lines().filter(BootClasses::isOfBootLoader).forEach(System.out::println);
    }

    private static boolean isOfBootLoader(String name) {
        try {
            return Class.forName(name.replace('/', '.'), false, ClassLoader.getSystemClassLoader()).getClassLoader() == null;
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(name + " isn't a class of this JDK", e);
        }
    }
}
