import { createClient } from "@rollcall/client";

const { api } = createClient(Deno.args[0]);
const answer = await api.health.$get();
console.log((await answer.json()).status);
// @ts-expect-error: the password is missing
() => api.auth.login.$post({ json: { email: "ada@example.com" } });
