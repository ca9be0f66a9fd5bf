import type { ServerProcess } from "./commands.ts";
import { openConnection, type RawConnection } from "./loopback.ts";
import { password } from "./rollcall.ts";

export const registration = JSON.stringify({ email: "ada@example.com", password });

export const portOf = ({ url }: ServerProcess) => Number(new URL(url).port);

/** A registration that the server has begun to serve, and of which the body is still to come. */
export async function beginRegistration(server: ServerProcess): Promise<RawConnection> {
  const connection = await openConnection(portOf(server));
  connection.socket.write(
    "POST /auth/register HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nExpect: 100-continue\r\n" +
      `Content-Length: ${registration.length}\r\n\r\n`,
  );
  await connection.until(/^HTTP\/1\.1 100 Continue\r\n/);
  return connection;
}

/** A connection that has been used and is kept for later. */
export async function keepConnection(server: ServerProcess): Promise<RawConnection> {
  const connection = await openConnection(portOf(server));
  connection.socket.write("GET /health HTTP/1.1\r\nHost: x\r\n\r\n");
  await connection.until(/"ok"/);
  return connection;
}
