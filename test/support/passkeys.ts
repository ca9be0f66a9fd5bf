import type { SignedIn } from "@rollcall/core";
import type { PasskeyOffer, PasskeyRequest } from "@rollcall/core/passkey";
import { expect } from "vitest";
import { bodyOf, confirmAddress, signUp } from "./accounts.ts";
import { Authenticator, type AuthenticatorTraits, type Tampering } from "./authenticator.ts";
import type { TestRollcall } from "./rollcall.ts";

type Service = Pick<TestRollcall, "call">;

async function ok<T>(status: number, answer: Promise<Response>): Promise<T> {
  const response = await answer;
  expect(response.status).toBe(status);
  return bodyOf<T>(response);
}

export const offerPasskey = (service: Service, token: string): Promise<PasskeyOffer> =>
  ok(200, service.call("POST", "/me/passkeys/options", { token }));

/** Has a passkey made, and sends it. */
export async function addPasskey(
  service: Service,
  token: string,
  authenticator = new Authenticator(),
  { tampering, name }: { tampering?: Tampering; name?: string } = {},
): Promise<Response> {
  const { options, challenge } = await offerPasskey(service, token);
  const body = { challenge, passkey: authenticator.create(options, tampering), ...(name !== undefined && { name }) };
  return service.call("POST", "/me/passkeys", { token, body });
}

export interface Enrolled {
  authenticator: Authenticator;
  signedIn: SignedIn;
  token: string;
  recoveryCodes: string[];
  factorId: string;
}

/** Somebody with a passkey. */
export async function signUpWithPasskey(
  rollcall: TestRollcall,
  email = "ada@example.com",
  traits: AuthenticatorTraits = {},
): Promise<Enrolled> {
  const signedIn = await signUp(rollcall, email);
  await confirmAddress(rollcall, email);
  const authenticator = new Authenticator(traits);
  const { accessToken: token, refreshToken } = signedIn.tokens;
  const { id, recoveryCodes } = await ok<{ id: string; recoveryCodes: string[] }>(
    201,
    addPasskey(rollcall, token, authenticator),
  );
  const { tokens } = await ok<{ tokens: SignedIn["tokens"] }>(
    200,
    rollcall.call("POST", "/auth/refresh", { body: { refreshToken } }),
  );
  return { authenticator, signedIn: { ...signedIn, tokens }, token: tokens.accessToken, recoveryCodes, factorId: id };
}

export const requestPasskey = (service: Service): Promise<PasskeyRequest> =>
  ok(200, service.call("POST", "/auth/passkey/options", { body: {} }));

/** Signs in with a passkey alone. */
export async function signInWithPasskey(
  service: Service,
  authenticator: Authenticator,
  tampering?: Tampering,
): Promise<Response> {
  const { options, challenge } = await requestPasskey(service);
  return service.call("POST", "/auth/passkey", { body: { challenge, passkey: authenticator.get(options, tampering) } });
}

export const requestProof = (service: Service, token: string): Promise<PasskeyRequest> =>
  ok(200, service.call("POST", "/me/verify/options", { token }));
