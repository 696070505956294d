import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import software.amazon.dynamodb.services.local.main.ServerRunner;

/**
 * Runs Amazon DynamoDB Local on loopback, at a free port that it prints, until its standard input ends: its own
 * command listens on every address.
 */
class DynamoDBLocal {
    public static void main(String[] arguments) throws Exception {
        var dynamoDB = ServerRunner.createServerFromCommandLineArgs(arguments);
        var server = dynamoDB.getClass().getDeclaredField("server");
        server.setAccessible(true);
        var connector = (ServerConnector) ((Server) server.get(dynamoDB)).getConnectors()[0];
        connector.setHost("127.0.0.1");
        connector.setPort(0);
        dynamoDB.start();
        System.out.println("port " + connector.getLocalPort());
        while (System.in.read() != -1) {}
        System.exit(0);
    }
}
