import type { SignedIn, Tokens } from "@rollcall/core";
import { expect, it } from "vitest";
import { bodyOf, statusOf } from "../support/accounts.ts";
import { Authenticator } from "../support/authenticator.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { strengthsOf } from "../support/factors.ts";
import {
  addPasskey,
  offerPasskey,
  requestPasskey,
  requestProof,
  signInWithPasskey,
  signUpWithPasskey,
} from "../support/passkeys.ts";
import { startRollcall } from "../support/rollcall.ts";

describeOnEachDatabase("what went wrong with passkeys in other projects", (form) => {
  const start = async (counter?: number) => {
    const rollcall = startRollcall({ form });
    return { rollcall, ...(await signUpWithPasskey(rollcall, "ada@example.com", { counter })) };
  };

  it("mozilla/fxa#20725, MetaMask/core#8696: whoever is only present is no user of two factors (Q134)", async () => {
    const { rollcall, authenticator, signedIn } = await start();
    const before = await strengthsOf(rollcall, signedIn.user.id);
    const answer = await signInWithPasskey(rollcall, authenticator.like({ isUserVerified: false }));
    expect(answer.status).toBe(401);
    expect(await strengthsOf(rollcall, signedIn.user.id)).toEqual(before);
  });

  it("ValueMelody/melody-auth#502, jxxghp/MoviePilot#6178: an assertion of a passkey that does not count comes again (Q132)", async () => {
    const { rollcall, authenticator } = await start();
    const { options, challenge } = await requestPasskey(rollcall);
    const body = { challenge, passkey: authenticator.get(options) };
    const send = () => statusOf(rollcall.call("POST", "/auth/passkey", { body }));
    expect([await send(), await send()]).toEqual(["200", "410 code_used"]);
  });

  it("danny-avila/LibreChat#14715: two copies sign at once, with the same count (Q133)", async () => {
    const { rollcall, authenticator, signedIn } = await start(5);
    const copies = [authenticator.like({}), authenticator.like({})];
    const answers = await Promise.all(copies.map((copy) => signInWithPasskey(rollcall, copy)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
    expect(Object.keys(await strengthsOf(rollcall, signedIn.user.id))).toHaveLength(2);
  });

  it("iosazee/expo-passkey#15: a second passkey takes the place of the first, which is not excluded", async () => {
    const { rollcall, authenticator, token } = await start();
    expect((await offerPasskey(rollcall, token)).options.excludeCredentials.map(({ id }) => id)).toEqual([
      authenticator.id,
    ]);
  });

  it("better-auth/better-auth#5099: a proof of who is signed in begins another session", async () => {
    const { rollcall, authenticator, token, signedIn } = await start();
    const before = await strengthsOf(rollcall, signedIn.user.id);
    const { options, challenge } = await requestProof(rollcall, token);
    const body = { challenge, passkey: authenticator.get(options) };
    expect(await statusOf(rollcall.call("POST", "/me/verify", { token, body }))).toBe("200");
    expect(await strengthsOf(rollcall, signedIn.user.id)).toEqual(before);
  });

  it("JavaScriptSolidServer#79, SandeepVashishtha/Eventra#15491: the request says whose account it is (Q132)", async () => {
    const { rollcall, authenticator, token, signedIn } = await start();
    const grace = await signUpWithPasskey(rollcall, "grace@example.com");
    const { options, challenge } = await requestPasskey(rollcall);
    const named = { challenge, passkey: grace.authenticator.get(options), userId: signedIn.user.id };
    expect(await statusOf(rollcall.call("POST", "/auth/passkey", { body: named }))).toBe("422 validation_failed");
    const made = new Authenticator();
    const offer = await offerPasskey(rollcall, token);
    const body = { challenge: offer.challenge, passkey: made.create(offer.options) };
    expect(await statusOf(rollcall.call("POST", "/me/passkeys", { body }))).toBe("401 missing_token");
    expect(await statusOf(rollcall.call("POST", "/me/passkeys", { body, token: grace.token }))).toBe(
      "410 code_expired",
    );
    const { user } = await bodyOf<SignedIn & { tokens: Tokens }>(await signInWithPasskey(rollcall, authenticator));
    expect(user.id).toBe(signedIn.user.id);
  });

  it("MasterKale/SimpleWebAuthn, where credential ids are compared by who calls it: an answer names another one (Q132, Q136)", async () => {
    const { rollcall, authenticator, token } = await start();
    const answer = await addPasskey(rollcall, token, new Authenticator(), {
      tampering: { answer: (given) => ({ ...given, id: authenticator.id, rawId: authenticator.id }) },
    });
    expect(answer.status).toBe(422);
  });
});
