import { expect, it } from "vitest";
import type { FactorSlice, PasskeyEntry, TotpEntry } from "./factor.slice.ts";
import { maxWrongCodes } from "./factor.slice.ts";
import { type Proof, secondFactorsOf, strengthenedBy, strengthOf } from "./proofs.ts";

const [password, mail, totp, recovery] = (["password", "mail", "totp", "recovery_code"] as const).map(
  (method): Proof => ({ method }),
) as [Proof, Proof, Proof, Proof];
const touched: Proof = { method: "passkey", isUserVerified: false };
const verified: Proof = { method: "passkey", isUserVerified: true };

it.each([
  ["a password", [password], "1", ["pwd"]],
  ["a mail", [mail], "1", ["otp"]],
  ["a code alone", [totp], "1", ["otp"]],
  ["a recovery code alone", [recovery], "1", ["otp"]],
  ["a passkey that was only touched", [touched], "1", ["hwk"]],
  ["a passkey whose user was verified", [verified], "2", ["hwk", "user"]],
  ["a password and a mail, which leads to another password", [password, mail], "1", ["pwd", "otp"]],
  ["two factors without a first proof", [totp, recovery], "1", ["otp"]],
  ["a password and a code", [password, totp], "2", ["pwd", "otp", "mfa"]],
  ["a mail and a recovery code", [mail, recovery], "2", ["otp", "mfa"]],
  ["a password and a touched passkey", [password, touched], "2", ["pwd", "hwk", "mfa"]],
  ["nothing", [], "1", []],
] as const)("proofs come to what they are together: %s", (_, proofs, acr, amr) => {
  expect(strengthOf(proofs)).toEqual({ acr, amr });
});

it.each([
  ["one factor by a password", "1", password, "1"],
  ["one factor by a mail", "1", mail, "1"],
  ["one factor by a code", "1", totp, "2"],
  ["one factor by a touched passkey", "1", touched, "2"],
  ["two factors by a code", "2", totp, "2"],
  ["two factors by a password", "2", password, "2"],
] as const)("a session of %s is proved anew, and not more", (_, acr, proof, expected) => {
  expect(strengthenedBy({ amr: ["pwd"], acr }, proof).acr).toBe(expected);
});

const app = { type: "totp" } as TotpEntry;
const passkey = { type: "passkey" } as PasskeyEntry;
const recoveryCodes = { left: { digest: true } } as unknown as NonNullable<FactorSlice["recoveryCodes"]>;

it.each([
  ["nothing", {}, []],
  ["recovery codes without a factor", { recoveryCodes }, []],
  ["an app", { factors: { a: app }, recoveryCodes }, ["totp", "recovery_code"]],
  ["a passkey, and no codes left", { factors: { a: passkey } }, ["passkey"]],
  ["both", { factors: { a: passkey, b: app } }, ["totp", "passkey"]],
  [
    "an app whose codes were guessed at",
    { factors: { a: app }, recoveryCodes, wrongCodes: maxWrongCodes },
    ["recovery_code"],
  ],
  ["an app whose codes may be guessed at once more", { factors: { a: app }, wrongCodes: maxWrongCodes - 1 }, ["totp"]],
] satisfies [string, FactorSlice, string[]][])("an account is asked for what it has: %s", (_, account, methods) => {
  expect(secondFactorsOf(account)).toEqual(methods);
});
