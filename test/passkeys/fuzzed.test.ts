import fc from "fast-check";
import { expect, it } from "vitest";
import type { Tampering } from "../support/authenticator.ts";
import { Authenticator } from "../support/authenticator.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { offerPasskey, requestPasskey, signUpWithPasskey } from "../support/passkeys.ts";
import { startRollcall } from "../support/rollcall.ts";

/** What becomes of some bytes: a few of them are others, there are more of them, or fewer. */
const change: fc.Arbitrary<(bytes: Buffer) => Buffer> = fc.oneof(
  fc
    .array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 4 })
    .map((flips) => (bytes: Buffer) => {
      const changed = Buffer.from(bytes);
      for (const [place, mask] of flips) {
        const index = place % changed.length;
        changed[index] = (changed[index] as number) ^ mask;
      }
      return changed;
    }),
  fc.tuple(fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 20 })).map(([place, more]) => (bytes: Buffer) => {
    const index = place % (bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, index), more, bytes.subarray(index)]);
  }),
  fc.nat().map((place) => (bytes: Buffer) => bytes.subarray(0, 1 + (place % bytes.length))),
  fc.uint8Array({ minLength: 1, maxLength: 400 }).map((others) => () => Buffer.from(others)),
);

const tamperings: fc.Arbitrary<Tampering> = fc.oneof(
  fc
    .constantFrom("clientText", "authData", "attested", "object", "signature")
    .chain((part) => change.map((by): Tampering => ({ [part]: by }))),
  fc.nat({ max: 255 }).map((flags): Tampering => ({ flags: () => flags })),
);

describeOnEachDatabase("whatever bytes a passkey answers", (form) => {
  const numRuns = form.name === "embedded" ? 300 : 60;

  it("they are taken or refused, and break nothing (Q132, Q156)", async () => {
    const rollcall = startRollcall({ form });
    const { authenticator, token } = await signUpWithPasskey(rollcall);
    const offer = await offerPasskey(rollcall, token);
    const request = await requestPasskey(rollcall);
    await fc.assert(
      fc.asyncProperty(tamperings, async (tampering) => {
        const made = new Authenticator({ algorithm: "EdDSA" }).create(offer.options, tampering);
        const enrolled = await rollcall.call("POST", "/me/passkeys", {
          token,
          body: { challenge: offer.challenge, passkey: made },
        });
        const signedIn = await rollcall.call("POST", "/auth/passkey", {
          body: { challenge: request.challenge, passkey: authenticator.get(request.options, tampering) },
        });
        // 410 once something was taken that had nothing wrong with it.
        expect([201, 410, 422]).toContain(enrolled.status);
        expect([200, 401, 410, 422]).toContain(signedIn.status);
      }),
      { numRuns },
    );
  });
});
