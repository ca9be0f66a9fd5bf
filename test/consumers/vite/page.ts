import { createClient } from "@rollcall/client";

/** What is called by whoever has loaded the page. */
const page = {
  async register(baseUrl: string): Promise<string> {
    const { api } = createClient(baseUrl);
    const password = "correct horse battery staple";
    const answer = await api.auth.register.$post({ json: { email: "ada@example.com", name: "Ada", password } });
    if (!answer.ok) return (await answer.json()).code;
    const me = await api.me.$get();
    return me.ok ? (await me.json()).name : (await me.json()).code;
  },
};

Object.assign(globalThis, { page });
