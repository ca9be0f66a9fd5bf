import { createClient } from "@rollcall/client";
import { createVerifier } from "@rollcall/client/verifier";

test("a client is imported and called", async () => {
  const fetch = async () => Response.json({ status: "ok" });
  const { api } = createClient("https://auth.example.com", { fetch });
  expect(await (await api.health.$get()).json()).toEqual({ status: "ok" });
});

test("a verifier is imported, and jose with it", async () => {
  const fetch = async () => Response.json({ keys: [] });
  const verify = createVerifier({ issuer: "https://auth.example.com", audience: "notes", fetch });
  expect(await verify("no token")).toBeNull();
});
