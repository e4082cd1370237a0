package dev.perigee.test.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {

    private static final int ANSWER = 100_000;

    private ServerSocket server;
    private FaultProxy proxy;

    @BeforeEach
    void startAServerThatSendsZeroes() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        proxy = FaultProxy.before("127.0.0.1", server.getLocalPort());
        Thread.ofVirtual().start(this::serve);
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        server.close();
    }

    @Test
    void withoutAFaultEverythingArrives() throws IOException {
        assertEquals(ANSWER, received());
    }

    @Test
    void aCutEndsTheStreamInOrder() throws IOException {
        proxy.inject(new FaultProxy.Fault.Cut(54_321));

        assertEquals(54_321, received());
    }

    @Test
    void aResetIsAnError() {
        proxy.inject(new FaultProxy.Fault.Reset(1_000));

        assertThrows(SocketException.class, this::received);
    }

    @Test
    void aStallSendsNothingMoreUntilItIsHealed() throws IOException {
        proxy.inject(new FaultProxy.Fault.Stall(1_000));
        try (Socket socket = connect()) {
            InputStream in = socket.getInputStream();
            assertEquals(1_000, in.readNBytes(1_000).length);
            socket.setSoTimeout(100);
            assertThrows(SocketTimeoutException.class, in::read);

            proxy.inject(new FaultProxy.Fault.None());

            socket.setSoTimeout(10_000);
            assertEquals(ANSWER - 1_000, in.readAllBytes().length);
        }
    }

    @Test
    void aRefusingProxyTakesConnectionsAgainOnTheSamePort() throws IOException {
        proxy.refuse();
        assertThrows(SocketException.class, this::received);

        proxy.listenAgain();

        assertEquals(ANSWER, received());
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    }

    private int received() throws IOException {
        try (Socket socket = connect()) {
            return socket.getInputStream().readAllBytes().length;
        }
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                client.getOutputStream().write(new byte[ANSWER]);
            } catch (IOException clientWentAway) {
                continue;
            }
        }
    }
}
