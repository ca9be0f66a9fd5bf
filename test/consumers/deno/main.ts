import { createClient } from "@rollcall/client";

const { api, accessToken } = createClient(Deno.args[0]);
const answer = await api.health.$get();
console.log((await answer.json()).status);
const password = "correct horse battery staple";
await api.auth.register.$post({ json: { email: "ada@example.com", password } });
const proof = await api.me.verify.$post({ json: { password } });
console.log(proof.status, typeof (await accessToken("example")));
// @ts-expect-error: the password is missing
() => api.auth.login.$post({ json: { email: "ada@example.com" } });
