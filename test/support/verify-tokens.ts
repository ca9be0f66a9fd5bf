import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { serviceTokenOf, signUp } from "./accounts.ts";
import { attacker, compactJws, hmacSigner, type Json, keySigner, takeApart } from "./forged-tokens.ts";
import { startRollcall, type TestRollcall, type TestRollcallOptions } from "./rollcall.ts";

export const document = readFileSync(new URL("../../docs/verify-tokens.md", import.meta.url), "utf8");

const clientSources = new URL("../../packages/client/src/", import.meta.url);

/** The snippet of the document that is called so in its first line. */
export function snippet(name: string): string {
  const [, code] = new RegExp(`^\`\`\`\\w+\\n((?://|#) ${name}\\n[\\s\\S]*?)^\`\`\``, "m").exec(document) ?? [];
  if (!code) throw new Error(`docs/verify-tokens.md has no ${name}`);
  return code;
}

/** A service that is reached at its issuer, as the one in the document is. */
export interface Issuer {
  rollcall: TestRollcall;
  url: string;
  /** From now on it answers everything with this status. */
  fail(status: number): void;
  /** Code of the document, told of this issuer, and of the client's sources in the place of the package. */
  told(code: string): string;
}

export async function startIssuer(settings: TestRollcallOptions["settings"] = {}): Promise<Issuer> {
  let failure: number | undefined;
  const server = createServer(async (request, response) => {
    const answer = await rollcall.call("GET", request.url ?? "/");
    response.writeHead(failure ?? answer.status, { "content-type": "application/json" }).end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const rollcall = startRollcall({ settings: { ...settings, issuer: url, audiences: ["orders", "billing"] } });
  return {
    rollcall,
    url,
    fail(status) {
      failure = status;
    },
    told: (code) =>
      code
        .replaceAll("https://auth.example.com", url)
        .replace(/"@rollcall\/client\/(\w+)"/g, (_, entry) => `"${new URL(`${entry}/index.ts`, clientSources)}"`),
  };
}

export interface Tokens {
  /** The account that all of them speak of. */
  sub: string;
  good: Record<string, string>;
  bad: Record<string, string>;
}

/** What a service of the name `orders` may be sent, by what it is. */
export async function tokensFor({ rollcall }: Issuer): Promise<Tokens> {
  const { user, tokens } = await signUp(rollcall);
  const token = await serviceTokenOf(rollcall, tokens.accessToken, "orders");
  const { header, claims } = takeApart(token);
  const sign = keySigner((await rollcall.dependencies.keyRing.signer()).privateKey());
  const now = Math.floor(Date.now() / 1000);
  const signed = (changes: Json, ofHeader: Json = {}) =>
    compactJws({ ...header, ...ofHeader }, { ...claims, ...changes }, sign);
  const attackers = (ofHeader: Json) =>
    compactJws({ ...header, alg: "ES256", ...ofHeader }, claims, keySigner(attacker.privateKey));
  return {
    sub: user.id,
    good: { "as it was issued": token, "from a clock that is ahead": signed({ iat: now + 30 }) },
    bad: {
      "of a sign-in": tokens.accessToken,
      "for another service": await serviceTokenOf(rollcall, tokens.accessToken, "billing"),
      "of another issuer": signed({ iss: "https://evil.example" }),
      expired: signed({ iat: now - 700, exp: now - 100 }),
      "that never expires": signed({ exp: undefined }),
      "from the future": signed({ iat: now + 300, exp: now + 900 }),
      "of another kind": signed({}, { typ: "JWT" }),
      "without an account": signed({ sub: undefined }),
      "signed by nobody": compactJws({ ...header, alg: "none" }, claims, () => Buffer.alloc(0)),
      "signed by another key": attackers({}),
      "signed by a key that is not published": attackers({ kid: "attacker" }),
      "signed with a secret": compactJws({ ...header, alg: "HS256" }, claims, hmacSigner("HS256", "secret")),
      "no JWT": "eyJhbGciOiJFUzI1NiJ9",
    },
  };
}
