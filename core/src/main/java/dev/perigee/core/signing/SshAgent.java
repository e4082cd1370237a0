package dev.perigee.core.signing;

import dev.perigee.core.signing.SshWire.Reader;
import dev.perigee.core.signing.SshWire.Writer;
import dev.perigee.core.words.FailureWords;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A key that an ssh-agent holds: nothing of it is ever here. Speaks the agent's protocol (draft-ietf-sshm-ssh-agent) over its
 * UNIX socket.
 *
 * @param socket where it listens
 * @param publicKey which of its keys
 */
public record SshAgent(Path socket, SshKey publicKey) implements SigningHand {

    private static final byte SIGN_REQUEST = 13;
    private static final byte SIGN_RESPONSE = 14;
    private static final byte FAILURE = 5;
    private static final int LONGEST = 1 << 16;

    /** Whoever has it ask before each use has to be at hand. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Override
    public byte[] sign(byte[] message) throws IOException {
        byte[] request = new Writer()
                .raw(new byte[] {SIGN_REQUEST})
                .string(publicKey.blob())
                .string(message)
                .number(0)
                .bytes();
        byte[] answer;
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
                Selector selector = Selector.open()) {
            channel.configureBlocking(false);
            Conversation agent = new Conversation(channel, selector);
            agent.send(new Writer().string(request).bytes());
            answer = agent.receive(length(agent.receive(Integer.BYTES)));
        } catch (SignatureException e) {
            throw e;
        } catch (IOException e) {
            throw new SignatureException("the ssh-agent at " + socket + " can't be asked: " + FailureWords.of(e));
        }
        return signature(answer);
    }

    private int length(byte[] bytes) throws SignatureException {
        int length = new Reader(bytes).number();
        if (length < 1 || length > LONGEST) {
            throw new SignatureException("the ssh-agent at " + socket + " gave an answer that can't be one");
        }
        return length;
    }

    private byte[] signature(byte[] answer) throws SignatureException {
        if (answer[0] == FAILURE) {
            throw new SignatureException("the ssh-agent at " + socket + " doesn't sign with " + publicKey.fingerprint()
                    + ": 'ssh-add -l' shows which keys it holds");
        }
        if (answer[0] != SIGN_RESPONSE) {
            throw new SignatureException("the ssh-agent at " + socket + " gave an answer that can't be one");
        }
        Reader reader =
                new Reader(new Reader(answer).expect(new byte[] {SIGN_RESPONSE}).string());
        if (!reader.text().equals(SshKey.TYPE)) {
            throw new SignatureException("the ssh-agent at " + socket + " signed with a key of another type");
        }
        return reader.string();
    }

    /** An exchange that ends some time, whatever the other side does. */
    private record Conversation(SocketChannel channel, Selector selector) {

        void send(byte[] bytes) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                if (channel.write(buffer) == 0) {
                    await(SelectionKey.OP_WRITE);
                }
            }
        }

        byte[] receive(int length) throws IOException {
            ByteBuffer buffer = ByteBuffer.allocate(length);
            while (buffer.hasRemaining()) {
                int read = channel.read(buffer);
                if (read < 0) {
                    throw new IOException("it hung up");
                }
                if (read == 0) {
                    await(SelectionKey.OP_READ);
                }
            }
            return buffer.array();
        }

        private void await(int what) throws IOException {
            channel.register(selector, what);
            if (selector.select(PATIENCE.toMillis()) == 0) {
                throw new IOException(Thread.currentThread().isInterrupted() ? "interrupted" : "it doesn't answer");
            }
            selector.selectedKeys().clear();
        }
    }
}
