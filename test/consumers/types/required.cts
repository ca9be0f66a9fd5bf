import client = require("@rollcall/client");

export const { api } = client.createClient("https://auth.example.com");
// @ts-expect-error: the password is missing
export const answer = api.auth.login.$post({ json: { email: "ada@example.com" } });
