import { describe, expect, it } from "vitest";
import { password, startRollcall } from "../../../../test/support/rollcall.ts";
import { createClient } from "../index.ts";
import { userDataOf } from "./user-data.ts";

const ada = { email: "ada@example.com", password };
const eve = { email: "eve@example.com", password };
const asJson = { "content-type": "application/json" };

/** A client of a service whose answers to `GET /me` the test may hold back or replace, and the data of its user. */
function open() {
  const rollcall = startRollcall();
  const service = { reads: 0, answer: async (answer: Promise<Response>) => answer };
  const client = createClient(rollcall.url, {
    reauthenticate: () => false,
    fetch: async (input, init) => {
      const answer = rollcall.fetch(input, init);
      if (!String(input).endsWith("/me") || init?.method !== "GET") return answer;
      service.reads++;
      return service.answer(answer);
    },
  });
  const users = userDataOf(client);
  /** What a component sees, from its first look on. */
  function mount() {
    const seen = [users.current()];
    const unmount = users.subscribe(() => {
      if (users.current() !== seen.at(-1)) seen.push(users.current());
    });
    return { unmount, addresses: () => seen.map(({ user }) => user?.email ?? null) };
  }
  return {
    rollcall,
    client,
    service,
    users,
    mount,
    register: (json = ada) => client.api.auth.register.$post({ json }),
    loaded: () => expect.poll(() => users.current().isLoading).toBe(false),
  };
}

/** Holds answers back until they are let go, in any order. */
function held() {
  const waiting: (() => void)[] = [];
  const answer = async (response: Promise<Response>) => {
    await new Promise<void>((resolve) => waiting.push(resolve));
    return response;
  };
  return { waiting, answer };
}

describe("the data of the user", () => {
  it("is on its way at first, and null when nobody is signed in", async () => {
    const { users, mount, service } = open();
    expect(users.atFirst()).toMatchObject({ user: null, isLoading: true, error: null });
    mount();
    expect(users.current()).toMatchObject({ user: null, isLoading: false, error: null });
    await users.current().reload();
    expect(service.reads).toBe(0);
  });

  it("is read once for all components, and for those that come later", async () => {
    const { users, mount, register, loaded, service } = open();
    mount();
    mount();
    await register();
    await loaded();
    mount();
    expect(users.current().user).toMatchObject({ email: "ada@example.com", name: null });
    expect(service.reads).toBe(1);
  });

  it("is read once, too, when the first component leaves and comes again while it is on its way", async () => {
    const { mount, register, loaded, service } = open();
    await register();
    mount().unmount();
    mount();
    await loaded();
    expect(service.reads).toBe(1);
  });

  it("is not read where no component asks", async () => {
    const { register, service, client } = open();
    await register();
    expect([await client.session.isSignedIn(), service.reads]).toEqual([true, 0]);
  });

  it("is the same object until it changes, also over a refresh of the tokens", async () => {
    const { users, mount, register, loaded, rollcall, client, service } = open();
    mount();
    await register();
    await loaded();
    const { user } = users.current();
    rollcall.clock.advance(601);
    expect((await client.api.me.sessions.$get()).status).toBe(200);
    expect(users.current().user).toBe(user);
    expect(service.reads).toBe(1);
  });

  it("is read anew when it is asked for, and stays meanwhile", async () => {
    const { users, mount, register, loaded, client } = open();
    const { addresses } = mount();
    await register();
    await loaded();
    await client.api.me.$patch({ json: { name: "Ada" } });
    const reloading = users.current().reload();
    expect(users.current()).toMatchObject({ user: { name: null }, isLoading: true });
    await reloading;
    expect(users.current()).toMatchObject({ user: { name: "Ada" }, isLoading: false });
    expect(addresses().lastIndexOf(null)).toBeLessThan(addresses().indexOf("ada@example.com"));
  });

  it("is what was asked for last, whatever answer comes first", async () => {
    const { users, mount, register, loaded, client, service } = open();
    mount();
    await register();
    await loaded();
    const { waiting, answer } = held();
    service.answer = answer;
    const old = users.current().reload();
    await expect.poll(() => waiting.length).toBe(1);
    await client.api.me.$patch({ json: { name: "Ada" } });
    const latest = users.current().reload();
    await expect.poll(() => waiting.length).toBe(2);
    waiting[1]?.();
    await latest;
    waiting[0]?.();
    await old;
    expect(users.current()).toMatchObject({ user: { name: "Ada" }, isLoading: false });
  });
});

describe("the data of another user", () => {
  it("is never there: neither in the moment of the change nor when an answer comes late (Q194)", async () => {
    const { users, mount, register, loaded, service, client } = open();
    const { waiting, answer } = held();
    service.answer = answer;
    mount();
    await register();
    await expect.poll(() => waiting.length).toBe(1);
    await register(eve);
    const { state } = client.session;
    expect(state).toMatchObject({ status: "signed-in" });
    expect(users.current()).toMatchObject({ user: null, isLoading: true });
    await expect.poll(() => waiting.length).toBe(2);
    waiting[0]?.();
    waiting[1]?.();
    await loaded();
    expect(users.current().user?.email).toBe("eve@example.com");
  });

  it("goes with the session, before anybody hears of its end", async () => {
    const { users, mount, register, loaded, client } = open();
    let atEnd: unknown;
    client.session.subscribe(() => {
      atEnd = users.current().user;
    });
    mount();
    await register();
    await loaded();
    await client.signOut();
    expect([atEnd, users.current()]).toEqual([null, expect.objectContaining({ user: null, isLoading: false })]);
  });

  it("is not taken from whoever answers in the service's place", async () => {
    const { users, mount, register, loaded, service } = open();
    service.answer = async () => Response.json({ id: "user_somebody", email: "portal@example.com" });
    mount();
    await register();
    await loaded();
    expect(users.current().user).toBeNull();
    expect(users.current().error?.message).toBe("The answer is not about the account that is signed in");
  });
});

describe("a failure to read it", () => {
  it.each([
    ["a proxy's page", async () => new Response("<h1>Bad gateway</h1>", { status: 502 }), "ApiError"],
    [
      "a portal's page",
      async () => new Response("<h1>Welcome</h1>", { headers: { "content-type": "text/html" } }),
      "ApiError",
    ],
    ["no network", () => Promise.reject(new TypeError("Failed to fetch")), "TypeError"],
    ["a problem", async () => Response.json({}, { status: 403, headers: asJson }), "ApiError"],
  ])("is told, and can be tried again: %s", async (_, answer, name) => {
    const { users, mount, register, loaded, service } = open();
    const { answer: honest } = service;
    service.answer = answer;
    mount();
    await register();
    await loaded();
    expect(users.current()).toMatchObject({ user: null, error: { name } });
    service.answer = honest;
    await users.current().reload();
    expect(users.current()).toMatchObject({ user: { email: "ada@example.com" }, error: null });
  });

  it("keeps what was there", async () => {
    const { users, mount, register, loaded, service } = open();
    mount();
    await register();
    await loaded();
    service.answer = async () => new Response(null, { status: 502 });
    await users.current().reload();
    expect(users.current()).toMatchObject({ user: { email: "ada@example.com" }, error: { name: "ApiError" } });
  });

  it("is tried again by the first component of the next page", async () => {
    const { mount, register, loaded, service, users } = open();
    const { answer: honest } = service;
    service.answer = () => Promise.reject(new TypeError("Failed to fetch"));
    const { unmount } = mount();
    await register();
    await loaded();
    unmount();
    service.answer = honest;
    mount();
    await expect.poll(() => users.current().user?.email).toBe("ada@example.com");
    expect(service.reads).toBe(2);
  });
});
