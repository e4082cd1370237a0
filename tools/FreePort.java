import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Prints a loopback port that nobody listens on, below those that the kernel gives to outgoing connections. */
class FreePort {
    public static void main(String[] args) throws Exception {
        int port = ThreadLocalRandom.current().nextInt(12_000, 32_000);
        try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            System.out.println(free.getLocalPort());
        } catch (BindException taken) {
            main(args);
        }
    }
}
