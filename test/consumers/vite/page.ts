import { createClient } from "@rollcall/client";

/** What is called by whoever has loaded the page. */
const page = {
  async register(baseUrl: string): Promise<string> {
    const { api, accessToken } = createClient(baseUrl);
    const password = "correct horse battery staple";
    const answer = await api.auth.register.$post({ json: { email: "ada@example.com", name: "Ada", password } });
    if (!answer.ok) return (await answer.json()).code;
    const me = await api.me.$get();
    if (!me.ok) return (await me.json()).code;
    const proof = await api.me.verify.$post({ json: { password } });
    return `${(await me.json()).name} ${proof.status} ${typeof (await accessToken("example"))}`;
  },
};

Object.assign(globalThis, { page });
