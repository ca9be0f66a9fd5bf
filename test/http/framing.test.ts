import { describe, expect, it } from "vitest";
import { type Loopback, startLoopback } from "../support/loopback.ts";
import { get, improper, inHex, malformed, post, registration, size, smuggled } from "../support/malformed-http.ts";
import { startRollcall, type TestRollcall } from "../support/rollcall.ts";

const statusesOf = (answers: string) =>
  [...answers.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));
const bytes = (text: string) => Buffer.from(text, "latin1");

interface Served {
  route: string;
  status: number;
  level: string;
}
const servedBy = ({ logs }: TestRollcall) => logs.map((line) => JSON.parse(line) as Served);

async function start(): Promise<{ rollcall: TestRollcall; loopback: Loopback }> {
  const rollcall = startRollcall();
  return { rollcall, loopback: await startLoopback(rollcall) };
}

describe("a message whose end is in doubt", () => {
  for (const [kind, messages] of Object.entries(malformed)) {
    it.each(Object.entries(messages))(
      `is refused and the connection closed: ${kind}, %s (Q160)`,
      async (_, message) => {
        const { rollcall, loopback } = await start();
        // What follows on the connection must not be taken for a request of its own.
        const answers = await loopback.exchange(bytes(message), bytes(smuggled));
        expect(statusesOf(answers).at(-1)).toBe(400);
        for (const status of statusesOf(answers)) expect(status).toBeGreaterThanOrEqual(400);
        for (const { status } of servedBy(rollcall)) expect(status).toBeGreaterThanOrEqual(400);
        expect(servedBy(rollcall).map(({ route }) => route)).not.toContain("/ready");
      },
    );
  }

  it("is nothing else: the same messages without their flaw are served", async () => {
    const { loopback } = await start();
    const sound = [
      get("X-A: a b\r\n"),
      post(`Content-Length: ${size}\r\n`, registration),
      post(
        "Transfer-Encoding: chunked\r\n",
        `${inHex};x=y\r\n${registration.replace("ada", "eve")}\r\n0\r\nX-T: t\r\n\r\n`,
      ),
      get("Connection: close\r\n"),
    ];
    expect(statusesOf(await loopback.exchange(...sound.map(bytes)))).toEqual([200, 201, 201, 200]);
  });
});

describe("a message that says too little about where it goes, or too much", () => {
  it.each(Object.entries(improper))("is refused %s", async (_, head) => {
    const { rollcall, loopback } = await start();
    expect(statusesOf(await loopback.exchange(bytes(`${head}Connection: close\r\n\r\n`)))).toEqual([400]);
    expect(rollcall.logs).toEqual([]);
  });
});

describe("a message that is larger than it may be", () => {
  it("is refused for its headers", async () => {
    const { rollcall, loopback } = await start();
    for (const message of [get(`X-A: ${"a".repeat(20_000)}\r\n`), get("X-A: a\r\n".repeat(3_000))]) {
      expect(statusesOf(await loopback.exchange(message))).toEqual([431]);
    }
    expect(statusesOf(await loopback.exchange(get("", `GET /${"a".repeat(20_000)} HTTP/1.1`)))).toEqual([431]);
    expect(rollcall.logs).toEqual([]);
  });

  it.each([5_368_709_120, 10_485_760])(
    "is refused by its declared length of %i before its body comes (Q150)",
    async (length) => {
      const { loopback } = await start();
      const { socket, until } = await loopback.connect();
      socket.write(post(`Content-Length: ${length}\r\n`));
      expect(await until(/payload_too_large/)).toMatch(/^HTTP\/1\.1 413 /);
    },
  );

  it("is refused while its chunks still come, and the connection closed (Q150)", async () => {
    const { rollcall, loopback } = await start();
    const { socket, until, closed } = await loopback.connect();
    socket.write(post("Transfer-Encoding: chunked\r\n"));
    const piece = `400\r\n${" ".repeat(1024)}\r\n`;
    const pump = () => {
      while (!socket.destroyed && socket.write(piece));
      socket.once("drain", pump);
    };
    pump();
    expect(await until(/payload_too_large/)).toMatch(/^HTTP\/1\.1 413 /);
    await closed;
    expect(servedBy(rollcall)).toMatchObject([{ status: 413, level: "info" }]);
  });

  it("is refused when it is sent whole, and the next request is served (Q150)", async () => {
    const { loopback } = await start();
    const whole = post("Content-Length: 10485760\r\n", " ".repeat(10_485_760));
    expect(statusesOf(await loopback.exchange(whole, get("Connection: close\r\n")))).toEqual([413, 200]);
  });
});

describe("a client that goes away in the middle of a body", () => {
  it.each([
    ["of a declared length", "Content-Length: 100\r\n", '{"email":'],
    ["in chunks", "Transfer-Encoding: chunked\r\n", "64\r\n{"],
    ["in chunks, and then breaks the rules", "Transfer-Encoding: chunked\r\n", "2\r\n{}x"],
  ])("%s is no fault of the service's (Q156)", async (_, header, beginning) => {
    const { rollcall, loopback } = await start();
    await loopback.abandon(post(header, beginning));
    await expect.poll(() => rollcall.logs.length).toBe(1);
    expect(servedBy(rollcall)).toMatchObject([{ route: "/auth/register", level: "info", status: 499 }]);
  });
});
