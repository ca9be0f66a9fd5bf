import { BSON } from "mongodb";
import { expect, it } from "vitest";
import { startRollcall } from "../../../../test/support/rollcall.ts";
import { systemContext } from "../context.ts";
import {
  factorSlice,
  maxAuthenticatorApps,
  maxMetChallenges,
  maxPasskeys,
  type PasskeyEntry,
  type TotpEntry,
} from "../factor/factor.slice.ts";
import { contextOfApp } from "../factor/index.ts";
import { guessingSlice } from "../guessing/guessing.slice.ts";
import { newId } from "../kernel/ids.ts";
import { entriesOf, issueOneTime, oneTimeSlice, purposes, undoPurposes } from "../one-time/index.ts";
import { outboxOf, outboxSlice } from "../outbox/index.ts";
import { newRecoveryCodes } from "../recovery-code/index.ts";
import { admitOwner, newSession } from "../session/index.ts";
import { inParts, sessionSlice } from "../session/session.slice.ts";
import { newUserDocument, type UserDocument } from "./index.ts";

const times = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index));

/** Three bytes a letter in UTF-8. */
const letter = "ह";

/** An account that is full wherever it can be: nothing in it has no cap. */
function fullAccount(): UserDocument {
  const { dependencies } = startRollcall();
  const userAgent = letter.repeat(1_000);
  const ctx = { ...systemContext(dependencies), userAgent, ip: "2001:db8:1111:2222:3333:4444:5555:6666" };
  const now = ctx.clock.now();
  const name = times(10, () => letter.repeat(99)).join(" ");
  const email = `${"a".repeat(64)}@${times(3, () => "xn--bcher-kva".padEnd(60, "b")).join(".")}.de`;
  const account = newUserDocument(ctx, { email, name, roles: ["admin"], passwordHash: "h".repeat(160) });
  const value = () =>
    issueOneTime(ctx, "verify", { email, lifetime: 60, data: { passwordHash: "h".repeat(160) } }).entry;
  const mail = { template: "password-changed", to: email, data: { name, at: now.toISOString() } } as const;
  const sessions = times(sessionSlice.cap ?? 0, () => {
    const { id, entry } = newSession(ctx, admitOwner([{ method: "password" }, { method: "totp" }]));
    return [id, inParts(entry)] as const;
  });
  const factorName = letter.repeat(100);
  const apps = times(maxAuthenticatorApps, (): [string, TotpEntry] => {
    const id = newId("fact", now);
    const secret = ctx.secrets.seal("authenticator-app", Buffer.alloc(20), contextOfApp(account._id, id));
    return [id, { type: "totp", name: factorName, createdAt: now, lastUsedAt: now, secret, step: 60_000_000 }];
  });
  const passkeys = times(maxPasskeys, (): [string, PasskeyEntry] => [newId("fact", now), fullPasskey(factorName, now)]);
  const digest = (index: number) => String(index).padStart(16, "d");
  return {
    ...account,
    sessions: Object.fromEntries(sessions.map(([id, { state }]) => [id, { ...state, attempt: "a".repeat(43) }])),
    sessionDetails: Object.fromEntries(sessions.map(([id, { details }]) => [id, { ...details, authenticatedAt: now }])),
    places: Object.fromEntries(
      times(guessingSlice.cap ?? 0, (network) => [
        digest(network),
        Object.fromEntries(times(10, (browser) => [digest(browser), now])),
      ]),
    ),
    factors: Object.fromEntries([...apps, ...passkeys]),
    hasFactors: true,
    credentialIds: passkeys.map(([, { credentialId }]) => credentialId),
    recoveryCodes: newRecoveryCodes(ctx, account._id).stored,
    sealedUnder: ctx.secrets.newestId,
    metChallenges: Object.fromEntries(times(maxMetChallenges, (index) => [`${index}`.padEnd(43, "c"), now])),
    attempts: Object.fromEntries(times(25, (window) => [window, 1_000_000])),
    oneTime: Object.fromEntries(
      purposes.map((purpose) => {
        const open = purpose in undoPurposes ? undoPurposes[purpose as keyof typeof undoPurposes] : 0;
        return [purpose, open ? Object.fromEntries(times(open, () => value()).map((one) => [one.id, one])) : value()];
      }),
    ),
    ...outboxOf(ctx, ...times(outboxSlice.cap ?? 0, () => mail)),
    removal: { id: newId("user", now), since: now },
    undeliverable: { reason: "complaint", at: now },
    language: "en",
    sweepDue: now,
  };
}

/** Of the longest identifier (WebAuthn Level 3 section 4), and of a key as long as RSA's of 4,096 bits. */
function fullPasskey(name: string, now: Date): PasskeyEntry {
  return {
    type: "passkey",
    name,
    createdAt: now,
    lastUsedAt: now,
    credentialId: "c".repeat(1_364),
    publicKey: "k".repeat(720),
    counter: 2 ** 32,
    transports: times(10, () => "t".repeat(32)),
    isBackupEligible: true,
    isBackedUp: true,
  };
}

it("an account that is full wherever it can be stays below 640 KiB, of the 16 MiB that MongoDB takes", () => {
  const size = BSON.calculateObjectSize(fullAccount());
  expect(size).toBeGreaterThan(100 * 1_024);
  expect(size).toBeLessThan(640 * 1_024);
});

it("each part that holds a list or a map says how many it may hold", () => {
  for (const { cap } of [sessionSlice, factorSlice, guessingSlice, oneTimeSlice, outboxSlice])
    expect(cap).toBeGreaterThan(0);
});

it("of single-use values that is what all purposes together allow", () => {
  const account = fullAccount();
  expect(purposes.flatMap((purpose) => entriesOf(account, purpose))).toHaveLength(oneTimeSlice.cap ?? 0);
});
