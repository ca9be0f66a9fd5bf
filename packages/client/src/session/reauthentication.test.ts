import { describe, expect, it } from "vitest";
import { signInAsAdministrator, signUp } from "../../../../test/support/accounts.ts";
import { settle } from "../../../../test/support/browser.ts";
import { account, origin, startForPages } from "../../../../test/support/cookie-page.ts";
import { lastMailTo } from "../../../../test/support/mails.ts";
import { password, startRollcall } from "../../../../test/support/rollcall.ts";
import { visit } from "../../../../test/support/visitor.ts";
import { createClient, type Reauthenticate, type RollcallClient, unwrap } from "../index.ts";
import { memoryStore } from "./token-store.ts";

const ada = { email: "ada@example.com", password };
const eve = { email: "eve@example.com", password };
const newPassword = "seven lighthouses in a row";
const change = { currentPassword: password, newPassword };

type Answers = (client: RollcallClient) => Reauthenticate;

/** Asks for the password and passes it on. */
const byPassword: Answers =
  ({ api }) =>
  async () =>
    (await api.me.verify.$post({ json: { password } })).ok;

/** A client whose user has signed in too long ago for what is dangerous, and what it was asked. */
async function signedInLongAgo(answers: Answers = byPassword, rollcall = startRollcall()) {
  const asked: Parameters<Reauthenticate>[0][] = [];
  const sent: string[] = [];
  const client: RollcallClient = createClient(rollcall.url, {
    fetch(input, init) {
      sent.push(`${init?.method} ${String(input).slice(rollcall.url.length)}`);
      return rollcall.fetch(input, init);
    },
    reauthenticate(problem) {
      asked.push(problem);
      return answers(client)(problem);
    },
  });
  await client.api.auth.register.$post({ json: ada });
  rollcall.clock.advance(601);
  await client.api.me.$get();
  sent.length = 0;
  return { rollcall, client, api: client.api, asked, sent };
}

const codeOf = async (response: Response | { ok: boolean; json(): Promise<unknown> }) =>
  response.ok ? "ok" : ((await response.json()) as { code: string }).code;

describe("a call that wants a recent proof of who is signed in", () => {
  it("asks for one, and is made once more with it (Q109)", async () => {
    const { api, asked, sent } = await signedInLongAgo();
    expect((await api.me.password.$post({ json: change })).status).toBe(204);
    expect(asked).toEqual([
      expect.objectContaining({ code: "reauthentication_required", maxAge: 600, acr: "1", methods: ["password"] }),
    ]);
    expect(sent).toEqual(["POST /me/password", "POST /me/verify", "POST /me/password"]);
  });

  it("asks once for all that are made meanwhile, also where an answer comes after the proof", async () => {
    const rollcall = startRollcall();
    const { user } = await signInAsAdministrator(rollcall);
    const late = Promise.withResolvers<void>();
    let asked = 0;
    const client: RollcallClient = createClient(rollcall.url, {
      async fetch(input, init) {
        const response = await rollcall.fetch(input, init);
        if (response.status === 401 && String(init?.body).includes("late@")) await late.promise;
        return response;
      },
      reauthenticate(problem) {
        asked++;
        return byPassword(client)(problem);
      },
    });
    await client.api.auth.login.$post({ json: { email: user.email, password } });
    rollcall.clock.advance(601);
    const create = (email: string) => client.api.users.$post({ json: { email } });
    const overtaken = create("late@example.com");
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => create(`user${index}@example.com`)));
    late.resolve();
    const statuses = [...answers, await overtaken].map(({ status }) => status);
    expect([asked, statuses]).toEqual([1, Array(21).fill(201)]);
  });

  it("asks again the next time that the proof is too old", async () => {
    const { rollcall, api, asked } = await signedInLongAgo();
    expect((await api.me.password.$post({ json: change })).status).toBe(204);
    rollcall.clock.advance(601);
    // The password is another one now, so that this proof fails.
    expect(await codeOf(await api.me.$delete({ json: { password: newPassword } }))).toBe("reauthentication_required");
    expect(asked).toHaveLength(2);
  });

  it("asks also where its token has become old beside the proof, of which another one tells that is too old as well", async () => {
    const { rollcall, client, api, asked } = await signedInLongAgo();
    await rollcall.call("POST", "/me/verify", { body: { password }, token: (await client.accessToken()) ?? "" });
    rollcall.clock.advance(601);
    expect((await api.me.password.$post({ json: change })).status).toBe(204);
    expect(asked).toHaveLength(1);
  });

  it.each<[string, Answers]>([
    ["says no", () => () => false],
    ["says no later", () => async () => false],
    ["fails", () => async () => Promise.reject(new Error("The dialog was closed"))],
    [
      "fails at once",
      () => () => {
        throw new Error("There is no dialog");
      },
    ],
  ])("has the refusal for an answer where who is asked %s", async (_, answers) => {
    const { api, sent, asked } = await signedInLongAgo(answers);
    const response = await api.me.$delete({ json: { password } });
    if (response.ok) throw new Error("It was done");
    const problem = await response.json();
    expect(problem.code === "reauthentication_required" && problem.maxAge).toBe(600);
    expect([asked.length, sent]).toEqual([1, ["DELETE /me"]]);
  });

  it("is made once more and no more, also where nothing has been proved", async () => {
    const { api, sent, asked } = await signedInLongAgo(() => () => true);
    expect(await codeOf(await api.me.$delete({ json: { password } }))).toBe("reauthentication_required");
    expect(asked).toHaveLength(1);
    expect(sent.filter((call) => call === "DELETE /me")).toHaveLength(2);
  });

  it("is answered with the refusal where nobody is asked, and succeeds after a proof", async () => {
    const rollcall = startRollcall();
    const store = memoryStore();
    const { api } = rollcall.client({ store });
    await api.auth.register.$post({ json: ada });
    rollcall.clock.advance(601);
    expect(await codeOf(await api.me.password.$post({ json: change }))).toBe("reauthentication_required");
    await unwrap(api.me.verify.$post({ json: { password } }));
    const reloaded = rollcall.client({ store });
    expect((await reloaded.api.me.password.$post({ json: change })).status).toBe(204);
  });

  it("asks for nothing where its body could not be sent once more", async () => {
    const { api, asked } = await signedInLongAgo();
    const text = new TextEncoder().encode(JSON.stringify(change));
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(text);
        controller.close();
      },
    });
    const init = { body, duplex: "half" } as RequestInit;
    const response = await api.me.password.$post({ json: change }, { init });
    expect([await codeOf(response), asked]).toEqual(["reauthentication_required", []]);
  });

  it("is over where its signal is aborted, while others wait on", async () => {
    const dialog = Promise.withResolvers<boolean>();
    const { api, client } = await signedInLongAgo(() => () => dialog.promise);
    const giveUp = new AbortController();
    const first = api.me.password.$post({ json: change }, { init: { signal: giveUp.signal } });
    const second = api.me.password.$post({ json: change });
    await settle();
    giveUp.abort(new Error("Never mind"));
    await expect(first).rejects.toThrow("Never mind");
    dialog.resolve(await byPassword(client)({} as never));
    expect((await second).status).toBe(204);
  });

  it("takes a new sign-in of the same account for a proof", async () => {
    const { api, asked } = await signedInLongAgo(
      ({ api: { auth } }) =>
        async () =>
          (await auth.login.$post({ json: ada })).ok,
    );
    expect((await api.me.password.$post({ json: change })).status).toBe(204);
    expect(asked).toHaveLength(1);
  });

  it("is answered by another mailed code, where the session began with one", async () => {
    const rollcall = startRollcall();
    const { email } = (await signInAsAdministrator(rollcall)).user;
    const signIn = async ({ api }: RollcallClient) => {
      await api.auth.code.$post({ json: { email } });
      const { code = "" } = await lastMailTo(rollcall, email);
      return (await api.auth.code.redeem.$post({ json: { email, code } })).ok;
    };
    const asked: string[][] = [];
    const client: RollcallClient = rollcall.client({
      reauthenticate({ methods }) {
        asked.push(methods);
        return signIn(client);
      },
    });
    await signIn(client);
    rollcall.clock.advance(601);
    expect((await client.api.users.$post({ json: { email: "grace@example.com" } })).status).toBe(201);
    expect(asked).toEqual([["code"]]);
  });

  it("ends the session that it was made in at last, where it deletes the account", async () => {
    const { api, client } = await signedInLongAgo(
      ({ api: { auth } }) =>
        async () =>
          (await auth.login.$post({ json: ada })).ok,
    );
    expect((await api.me.$delete({ json: { password } })).status).toBe(204);
    expect([client.session.state.status, await client.accessToken()]).toEqual(["signed-out", null]);
  });

  it("is not made as somebody else who has signed in meanwhile (Q194)", async () => {
    const rollcall = startRollcall();
    await signUp(rollcall, eve.email);
    const signInAsEve: Answers =
      ({ api: { auth } }) =>
      async () =>
        (await auth.login.$post({ json: eve })).ok;
    const { api, sent } = await signedInLongAgo(signInAsEve, rollcall);
    expect(await codeOf(await api.me.$delete({ json: { password } }))).toBe("reauthentication_required");
    expect(sent.filter((call) => call === "DELETE /me")).toHaveLength(1);
  });

  it("takes a proof that a server has passed on", async () => {
    const { rollcall, page } = startForPages();
    const client = createClient(rollcall.url, {
      transport: "cookie",
      fetch: page.fetch,
      async reauthenticate() {
        const { api } = visit(rollcall, page.cookie).request({}, { origin });
        return (await api.me.verify.$post({ json: { password } })).ok;
      },
    });
    await client.api.auth.register.$post({ json: account });
    rollcall.clock.advance(601);
    expect((await client.api.me.password.$post({ json: change })).status).toBe(204);
  });
});
