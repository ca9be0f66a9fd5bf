import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** In-memory MongoDB wire server on a loopback port; prints its URI once it listens. */
public final class MongodbServer implements MongoVersion {
    // The lowest version driver 7 accepts; the library's own highest is wire version 8.
    @Override
    public List<Integer> getVersionArray() {
        return List.of(4, 4, 0);
    }

    @Override
    public int getWireVersion() {
        return 9;
    }

    public static void main(String[] args) throws Exception {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 0;
        MemoryBackend backend = new MemoryBackend();
        backend.version(new MongodbServer());
        MongoServer server = new MongoServer(backend);
        // One worker thread: with more, a reply is encoded while another write changes its document.
        server.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 1, 1);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow));
        System.out.println("mongodb://127.0.0.1:" + server.getLocalAddress().getPort());
    }
}
