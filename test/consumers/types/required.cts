import client = require("@rollcall/client");
import middleware = require("@rollcall/client/hono");
import verifier = require("@rollcall/client/verifier");

export const { api } = client.createClient("https://auth.example.com");
// @ts-expect-error: the password is missing
export const answer = api.auth.login.$post({ json: { email: "ada@example.com" } });

const rollcall = { issuer: "https://auth.example.com", audience: "notes" };
export const guard = middleware.auth(rollcall);
export const verify = verifier.createVerifier(rollcall);
// @ts-expect-error: the audience is missing
verifier.createVerifier({ issuer: "https://auth.example.com" });
