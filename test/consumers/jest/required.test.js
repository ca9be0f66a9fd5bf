const { createClient } = require("@rollcall/client");

test("a client is required and called", async () => {
  const fetch = async () => Response.json({ status: "ok" });
  const { api } = createClient("https://auth.example.com", { fetch });
  expect(await (await api.health.$get()).json()).toEqual({ status: "ok" });
});

test("what is loaded later is required, too", async () => {
  const claims = { sub: "user", sid: "session", iat: 1, auth_time: 1 };
  const accessToken = `header.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.signature`;
  const tokens = { accessToken, refreshToken: "refresh", expiresIn: 600 };
  const refusal = { type: "about:blank", title: "", status: 401, code: "reauthentication_required", requestId: "1" };
  const answers = {
    "/auth/login": () => Response.json({ tokens }),
    "/auth/tokens": () => Response.json({ accessToken: "token", expiresIn: 600 }),
    "/me": () => Response.json(refusal, { status: 401, headers: { "content-type": "application/problem+json" } }),
  };
  const reauthenticate = jest.fn(() => false);
  const fetch = async (url) => answers[new URL(url).pathname]();
  const { api, accessToken: tokenFor } = createClient("https://auth.example.com", { fetch, reauthenticate });
  await api.auth.login.$post({ json: { email: "ada@example.com", password: "correct horse battery staple" } });
  expect(await tokenFor("notes")).toBe("token");
  expect((await api.me.$delete({ json: {} })).status).toBe(401);
  expect(reauthenticate).toHaveBeenCalledTimes(1);
});
