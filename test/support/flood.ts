import { connect, type Socket } from "node:net";
import { onTestFinished } from "vitest";

export interface Flood {
  /** Requests a second. */
  rate: number;
  /** Milliseconds after which each client hangs up; otherwise it waits for its answer. */
  hangUpAfter?: number;
  /** Of the loopback network 127.0.0.0/8; Linux alone has them all. */
  addressOf: (index: number) => string;
  bodyOf: (index: number) => string;
}

/** Sends sign-ins at a steady rate, each on a connection of its own, until it is stopped or the test ends. */
export function startFlood(url: string, { rate, hangUpAfter, addressOf, bodyOf }: Flood) {
  const port = Number(new URL(url).port);
  const open = new Set<Socket>();
  const statuses: Record<string, number> = {};
  const started = performance.now();
  let sent = 0;

  function send(index: number): void {
    const body = bodyOf(index);
    const socket = connect({ port, host: "127.0.0.1", localAddress: addressOf(index) });
    open.add(socket);
    socket.write(
      "POST /auth/login HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n" +
        `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
    socket.once("data", (answer) => {
      const status = answer.toString("latin1", 9, 12);
      statuses[status] = (statuses[status] ?? 0) + 1;
    });
    socket.on("error", () => {});
    socket.once("close", () => open.delete(socket));
    if (hangUpAfter !== undefined) socket.once("connect", () => setTimeout(hangUp, hangUpAfter, socket, index));
  }

  /** In either way that there is: closing, and resetting. */
  function hangUp(socket: Socket, index: number): void {
    if (index % 2) socket.destroy();
    else socket.resetAndDestroy();
  }

  const timer = setInterval(() => {
    for (const due = ((performance.now() - started) * rate) / 1_000; sent < due; ) send(sent++);
  }, 5);
  const stop = () => {
    clearInterval(timer);
    for (const socket of open) socket.destroy();
    return { sent, statuses };
  };
  onTestFinished(() => void stop());
  return { stop };
}
