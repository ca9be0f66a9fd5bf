import { gzipSync } from "node:zlib";
import { describe, expect, it, vi } from "vitest";
import { refusalOf, signUp } from "../../../../test/support/accounts.ts";
import { heavyBodies, wideObject } from "../../../../test/support/heavy-input.ts";
import { password, startRollcall, type TestRollcall } from "../../../../test/support/rollcall.ts";
import { bodyLimit } from "./read-json.ts";

const json = { "content-type": "application/json" };

function post(rollcall: TestRollcall, body: BodyInit, headers: Record<string, string> = json): Promise<Response> {
  return rollcall.fetch(`${rollcall.url}/auth/login`, { method: "POST", headers, body });
}

const bytes = (text: string) => new TextEncoder().encode(text);
const credentials = JSON.stringify({ email: "ada@example.com", password });

/** A valid body of exactly this many bytes. */
const padded = (length: number) => bytes(credentials.padEnd(length));

/** A body that counts what is taken from it and never ends by itself. */
function endless(chunk: Uint8Array) {
  const seen = { pulled: 0, cancelled: false };
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        seen.pulled += chunk.length;
        controller.enqueue(chunk);
      },
      cancel() {
        seen.cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { seen, stream };
}

describe("the media type of a body", () => {
  it("takes application/json, in any case and in UTF-8 alone", async () => {
    const rollcall = startRollcall();
    await signUp(rollcall);
    for (const type of [
      "application/json",
      "Application/JSON",
      "application/json;charset=utf-8",
      'application/json; charset="UTF-8"',
      "application/json; CharSet=utf8",
      "application/json; version=1",
      "application/json;",
      "application/json ; ;\tcharset=utf-8 ;; ",
      "application/json; charset=utf-8; charset=utf-8",
      'application/json; a="; charset=utf-16"; b="\\"; charset=utf-16"; charset=utf-8',
      "application/json; charsets=utf-16; x-charset=utf-16",
    ]) {
      expect((await post(rollcall, bytes(credentials), { "content-type": type })).status, type).toBe(200);
    }
  });

  it.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/json; charset=utf-16",
    "application/json; charset=utf-8; charset=utf-7",
    "application/json; charset=latin1",
    'application/json; charset="iso-8859-1"',
    'application/json; charset="utf-8',
    "application/json; charset=utf-88",
    "application/json; charset=",
    "application/json; charset",
    "application/json charset=utf-8",
    "application/json; a=b c=d",
    "application/json; version=1, text/plain",
    "application/json/x",
    "application/ json",
    "application/json, text/plain",
    "text/plain; application/json",
    "application/jsonp",
    "application/ld+json",
    "application/bson",
    "*/*",
  ])("refuses %s (Q148)", async (type) => {
    const rollcall = startRollcall();
    const answer = await post(rollcall, bytes(credentials), { "content-type": type });
    expect(await refusalOf(answer)).toBe("415 unsupported_media_type");
  });

  it("is read in no time, however many parameters it has (Q148)", async () => {
    const rollcall = startRollcall();
    for (const filling of ["; ", ";", " ", "; a=b", '; a="', "\t;\t", '\\"']) {
      const type = `application/json${filling.repeat(15_000 / filling.length)}\u00ff`;
      const answer = await post(rollcall, bytes(credentials), { "content-type": type });
      expect(await refusalOf(answer), filling).toBe("415 unsupported_media_type");
    }
  });

  it("refuses a body without a media type (Q148)", async () => {
    const answer = await post(startRollcall(), bytes(credentials), {});
    expect(await refusalOf(answer)).toBe("415 unsupported_media_type");
  });

  it("refuses what forms send (Q148)", async () => {
    const rollcall = startRollcall();
    const fields = { email: "ada@example.com", password };
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    for (const body of [new URLSearchParams(fields), form]) {
      const answer = await rollcall.fetch(`${rollcall.url}/auth/login`, { method: "POST", body });
      expect(await refusalOf(answer)).toBe("415 unsupported_media_type");
    }
  });

  it.each(["gzip", "deflate", "br", "zstd", "x-gzip", "identity, gzip"])(
    "refuses a body in %s, unread (Q149)",
    async (coding) => {
      const bomb = endless(gzipSync(Buffer.alloc(1_000_000)));
      const answer = await post(startRollcall(), bomb.stream, { ...json, "content-encoding": coding });
      expect(await refusalOf(answer)).toBe("415 unsupported_media_type");
      expect(bomb.seen.pulled).toBe(0);
    },
  );
});

describe("the size of a body", () => {
  it("takes exactly as many bytes as the limit and not one more (Q150)", async () => {
    const rollcall = startRollcall();
    await signUp(rollcall);
    expect((await post(rollcall, padded(bodyLimit))).status).toBe(200);
    expect(await refusalOf(await post(rollcall, padded(bodyLimit + 1)))).toBe("413 payload_too_large");
  });

  it("counts bytes that come without a declared length (Q150)", async () => {
    const rollcall = startRollcall();
    await signUp(rollcall);
    const inPieces = (length: number) =>
      new ReadableStream({
        start(controller) {
          const body = padded(length);
          for (let at = 0; at < length; at += 1000) controller.enqueue(body.subarray(at, at + 1000));
          controller.close();
        },
      });
    expect((await post(rollcall, inPieces(bodyLimit))).status).toBe(200);
    expect(await refusalOf(await post(rollcall, inPieces(bodyLimit + 1)))).toBe("413 payload_too_large");
  });

  it("stops reading a body that does not end (Q150)", async () => {
    const { stream, seen } = endless(new Uint8Array(1024).fill(0x20));
    expect(await refusalOf(await post(startRollcall(), stream))).toBe("413 payload_too_large");
    expect(seen).toEqual({ pulled: bodyLimit + 1024, cancelled: true });
  });

  it.each([bodyLimit + 1, 10_000_000, 5_000_000_000])(
    "refuses a declared length of %i, unread (Q150)",
    async (length) => {
      const { stream, seen } = endless(new Uint8Array(1024));
      const answer = await post(startRollcall(), stream, { ...json, "content-length": String(length) });
      expect(await refusalOf(answer)).toBe("413 payload_too_large");
      expect(seen.pulled).toBe(0);
    },
  );

  it("does not hash a password of 30 kB (Q15)", async () => {
    const rollcall = startRollcall();
    const { passwords } = rollcall.dependencies;
    const hashing = [vi.spyOn(passwords, "verify"), vi.spyOn(passwords, "hash")];
    const long = { email: "ada@example.com", password: "x".repeat(30_000) };
    for (const path of ["/auth/login", "/auth/register"]) {
      expect(await refusalOf(await rollcall.call("POST", path, { body: long }))).toBe("413 payload_too_large");
      const shorter = { ...long, password: long.password.slice(0, 10_000) };
      expect((await rollcall.call("POST", path, { body: shorter })).status).toBe(422);
    }
    for (const spy of hashing) expect(spy).not.toHaveBeenCalled();
  });
});

describe("the shape of a body", () => {
  it.each(heavyBodies)("%s is refused (Q151)", async (_, body, status) => {
    const answer = await post(startRollcall(), bytes(body));
    expect(await refusalOf(answer)).toMatch(new RegExp(`^${status} `));
  });

  it("answers many wrong values with an answer of a bounded size (Q151)", async () => {
    const answer = await post(startRollcall(), bytes(wideObject(1_900)));
    expect((await answer.text()).length).toBeLessThan(2 * bodyLimit);
  });
});
