import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { type Proof, strengthOf } from "../../packages/core/src/factor/index.ts";

const document = readFileSync(join(import.meta.dirname, "../../docs/second-factors.md"), "utf8");

const password: Proof = { method: "password" };
const mail: Proof = { method: "mail" };
const passkey = (isUserVerified: boolean): Proof => ({ method: "passkey", isUserVerified });
const appsOrCodes: Proof[] = [{ method: "totp" }, { method: "recovery_code" }];

/** What was proved, each way that a row of the document stands for. */
const rows: Record<string, Proof[][]> = {
  password: [[password]],
  "mailed link or code": [[mail]],
  "password, and an app or a recovery code": appsOrCodes.map((proof) => [password, proof]),
  "mailed link or code, and an app or a recovery code": appsOrCodes.map((proof) => [mail, proof]),
  "password, and a passkey without a finger or a PIN": [[password, passkey(false)]],
  "passkey with a finger, a face or a PIN": [[passkey(true)]],
};

it.each(Object.entries(rows))("the document says what a token says of %s", (name, ways) => {
  for (const { amr, acr } of ways.map(strengthOf)) {
    expect(document).toContain(`| ${name} | ${amr.map((method) => `\`${method}\``).join(" ")} | \`${acr}\` |`);
  }
});
