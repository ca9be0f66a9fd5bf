import { describe, expect, it } from "vitest";
import { type Loopback, startLoopback } from "../support/loopback.ts";
import { password, startRollcall, type TestRollcall } from "../support/rollcall.ts";

const get = (rest: string, head = "GET /health HTTP/1.1") => `${head}\r\nHost: x\r\n${rest}\r\n`;
const post = (headers: string, body = "") => `POST /auth/register HTTP/1.1\r\nHost: x\r\n${json}${headers}\r\n${body}`;
const json = "Content-Type: application/json\r\n";
const registration = JSON.stringify({ email: "ada@example.com", password });
const size = registration.length;
const inHex = size.toString(16);
const chunked = (body: string) => post("Transfer-Encoding: chunked\r\n", body);
const smuggled = get("X-Smuggled: yes\r\n", "GET /ready HTTP/1.1");

type Messages = Record<string, Record<string, string>>;

/** Messages that leave in doubt where they end, each of them sound without its flaw. */
const malformed: Messages = {
  "two lengths": {
    "Content-Length before Transfer-Encoding": post(
      `Content-Length: ${smuggled.length + 5}\r\nTransfer-Encoding: chunked\r\n`,
      `0\r\n\r\n${smuggled}`,
    ),
    "Transfer-Encoding before Content-Length": post(
      "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n",
      `${smuggled.length.toString(16)}\r\n${smuggled}\r\n0\r\n\r\n`,
    ),
    "two different Content-Lengths": post(`Content-Length: ${size}\r\nContent-Length: 0\r\n`, registration),
    "the same Content-Length twice": post(`Content-Length: ${size}\r\nContent-Length: ${size}\r\n`, registration),
    "a list of Content-Lengths": post(`Content-Length: ${size}, ${size}\r\n`, registration),
  },
  "a length that is no number": {
    "with a sign": post(`Content-Length: +${size}\r\n`, registration),
    "below zero": post(`Content-Length: -${size}\r\n`, registration),
    "in hexadecimal": post(`Content-Length: 0x${inHex}\r\n`, registration),
    "with a fraction": post(`Content-Length: ${size}.0\r\n`, registration),
    "with text behind it": post(`Content-Length: ${size}x\r\n`, registration),
    "left out": post("Content-Length: \r\n", registration),
    "beyond all lengths": post("Content-Length: 99999999999999999999999\r\n", registration),
  },
  "a hidden Transfer-Encoding": {
    "behind a space before the colon": post("Transfer-Encoding : chunked\r\n", "0\r\n\r\n"),
    "behind a vertical tab": post("Transfer-Encoding: \vchunked\r\n", "0\r\n\r\n"),
    "of another name": post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"),
    "that does not end in chunked": post("Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n"),
    "that is chunked twice": post("Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n"),
    "in two fields": post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", "0\r\n\r\n"),
    "on a folded line": post("Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n"),
  },
  "a broken chunk": {
    "whose size has a prefix": chunked(`0x${inHex}\r\n${registration}\r\n0\r\n\r\n`),
    "whose size is below zero": chunked(`-${inHex}\r\n${registration}\r\n0\r\n\r\n`),
    "whose size is too large for a number": chunked(`FFFFFFFFFFFFFFFFFF\r\n${registration}\r\n0\r\n\r\n`),
    "whose size ends in a space": chunked(`${inHex} \r\n${registration}\r\n0\r\n\r\n`),
    "whose size ends in a bare LF": chunked(`${inHex}\n${registration}\r\n0\r\n\r\n`),
    "whose extension holds a bare LF": chunked(`${inHex};x\n\r\n${registration}\r\n0\r\n\r\n`),
    "that is longer than it says": chunked(`2\r\n${registration}\r\n0\r\n\r\n`),
    "that ends in nothing": chunked(`${inHex}\r\n${registration}0\r\n\r\n`),
    "that ends in a bare LF": chunked(`${inHex}\r\n${registration}\n0\r\n\r\n`),
  },
  "a broken header": {
    "that is folded": get("X-A: a\r\n b\r\n"),
    "that is folded at once": "GET /health HTTP/1.1\r\n X-A: a\r\nHost: x\r\n\r\n",
    "with a NUL in its value": get("X-A: a\0b\r\n"),
    "with a NUL in its name": get("X\0A: a\r\n"),
    "with an escape character": get("X-A: a\u001bb\r\n"),
    "with a bare CR": get("X-A: a\rX-B: b\r\n"),
    "with a bare LF": get("X-A: a\nX-B: b\r\n"),
    "with a space in its name": get("X A: a\r\n"),
    "with a space before its colon": get("X-A : a\r\n"),
    "without a colon": get("X-A\r\n"),
    "without a name": get(": a\r\n"),
    "that ends all headers with a bare LF": "GET /health HTTP/1.1\r\nHost: x\r\n\n",
  },
  "a broken first line": {
    "that ends in a bare LF": "GET /health HTTP/1.1\nHost: x\r\n\r\n",
    "of HTTP/0.9": "GET /health\r\n",
    "of a version that is not": get("", "GET /health HTTP/1.2"),
    "of a version in lower case": get("", "GET /health http/1.1"),
    "of another protocol": "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "with a method in lower case": get("", "get /health HTTP/1.1"),
    "with a method that is not": get("", "FOO /health HTTP/1.1"),
    "with a tab": get("", "GET\t/health HTTP/1.1"),
    "with a NUL in its path": get("", "GET /health\0 HTTP/1.1"),
    "with a byte that is not ASCII in its path": get("", "GET /health\u00ff HTTP/1.1"),
    "with a backslash in its path": get("", "GET \\health HTTP/1.1"),
  },
};

/** Messages whose end is plain, but that RFC 9112 sections 3.2 and 3.2.4 tell a server to refuse. */
const improper: Record<string, string> = {
  "without a Host": "GET /health HTTP/1.1\r\n",
  "with two Hosts": "GET /health HTTP/1.1\r\nHost: x\r\nHost: y\r\n",
  "with a Host that is none": "GET /health HTTP/1.1\r\nHost: a b/c@d\r\n",
  "with a star for its path": "GET * HTTP/1.1\r\nHost: x\r\n",
  "with a backslash in its path": "GET /\\health HTTP/1.1\r\nHost: x\r\n",
};

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
