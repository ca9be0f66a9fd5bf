import type { SignedIn } from "@rollcall/core";
import { expect, it } from "vitest";
import { bodyOf, signUp } from "../../support/accounts.ts";
import { Authenticator } from "../../support/authenticator.ts";
import { hasMongodb, newMongodbUri } from "../../support/mongodb.ts";
import { addPasskey, signInWithPasskey } from "../../support/passkeys.ts";
import { startApi } from "./api.ts";

it.runIf(hasMongodb)("passkeys are set up and sign in at the API as it is deployed (Q132)", async () => {
  const { uri } = await newMongodbUri();
  const environment = { RP_ID: "example.test", CORS_ORIGINS: "https://app.example.test" };
  const api = await startApi({ mongodbUri: uri, environment });
  const { user, tokens } = await signUp(api);
  const authenticator = new Authenticator();
  expect((await addPasskey(api, tokens.accessToken, authenticator)).status).toBe(201);
  expect((await signInWithPasskey(api, authenticator, { rpId: "evil.test" })).status).toBe(401);
  const answer = await signInWithPasskey(api, authenticator);
  expect(answer.status).toBe(200);
  expect((await bodyOf<SignedIn>(answer)).user.id).toBe(user.id);
});
