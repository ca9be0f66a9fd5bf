import { createClient } from "@rollcall/client";

test("a client is imported and called", async () => {
  const fetch = async () => Response.json({ status: "ok" });
  const { api } = createClient("https://auth.example.com", { fetch });
  expect(await (await api.health.$get()).json()).toEqual({ status: "ok" });
});
