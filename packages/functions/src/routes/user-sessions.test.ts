import type { Session } from "@rollcall/core";
import { expect, it } from "vitest";
import {
  bodyOf,
  refreshes,
  refusalOf,
  signIn,
  signInAsAdministrator,
  signUp,
} from "../../../../test/support/accounts.ts";
import { describeOnEachDatabase } from "../../../../test/support/databases.ts";
import { startRollcall } from "../../../../test/support/rollcall.ts";

const nobody = `user_${"0".repeat(26)}`;
const nothing = `sess_${"0".repeat(26)}`;

describeOnEachDatabase("an administrator and the sessions of a user", (form) => {
  /** An administrator, and a user with two sessions. */
  async function start() {
    const rollcall = startRollcall({ form });
    const { token } = await signInAsAdministrator(rollcall);
    const first = await signUp(rollcall);
    rollcall.clock.advance(1);
    const second = await signIn(rollcall, "ada@example.com");
    const call = (method: string, path: string) => rollcall.call(method, `/users/${path}`, { token });
    const list = async () => (await bodyOf<{ items: Session[] }>(await call("GET", `${first.user.id}/sessions`))).items;
    return { rollcall, first, second, call, list, id: first.user.id };
  }

  it("lists them, the last used first, none of them as the current one (Q66)", async () => {
    const { rollcall, first, list, second } = await start();
    const sessions = await list();
    expect(sessions).toHaveLength(2);
    expect(sessions.map(({ current }) => current)).toEqual([false, false]);
    const own = await rollcall.call("GET", "/me/sessions", { token: second.tokens.accessToken });
    const { items } = await bodyOf<{ items: Session[] }>(own);
    expect(sessions).toEqual(items.map((session) => ({ ...session, current: false })));
    expect(await refreshes(rollcall, first.tokens.refreshToken)).toBe(true);
    expect((await list())[0]?.id).toBe(sessions[1]?.id);
  });

  it("ends one of them, once (Q66)", async () => {
    const { rollcall, first, second, call, list, id } = await start();
    const [newest, oldest] = await list();
    const response = await call("DELETE", `${id}/sessions/${oldest?.id}`);
    expect([response.status, await response.text()]).toEqual([204, ""]);
    expect(await refreshes(rollcall, first.tokens.refreshToken)).toBe(false);
    expect(await refusalOf(await call("DELETE", `${id}/sessions/${oldest?.id}`))).toBe("404 not_found");
    expect(await list()).toEqual([newest]);
    expect(await refreshes(rollcall, second.tokens.refreshToken)).toBe(true);
  });

  it("ends all of them, also when there are none (Q66)", async () => {
    const { rollcall, first, second, call, list, id } = await start();
    for (let time = 0; time < 2; time++) {
      const response = await call("DELETE", `${id}/sessions`);
      expect([response.status, await response.text()]).toEqual([204, ""]);
    }
    expect(await list()).toEqual([]);
    for (const { tokens } of [first, second]) {
      expect(await refreshes(rollcall, tokens.refreshToken)).toBe(false);
      const me = await rollcall.call("GET", "/me", { token: tokens.accessToken });
      expect(await refusalOf(me)).toBe("401 invalid_token");
    }
    await signIn(rollcall, "ada@example.com");
  });

  it("finds none of an account that is not there, and none under another account's id (Q102)", async () => {
    const { rollcall, call, list, id, second } = await start();
    const eve = await signUp(rollcall, "eve@example.com");
    const session = (await list())[0]?.id;
    const calls = [
      await call("GET", `${nobody}/sessions`),
      await call("DELETE", `${nobody}/sessions`),
      await call("DELETE", `${nobody}/sessions/${session}`),
      await call("DELETE", `${eve.user.id}/sessions/${session}`),
      await call("DELETE", `${id}/sessions/${nothing}`),
      await call("DELETE", `${id}/sessions/x`),
      await call("GET", "x/sessions"),
    ];
    for (const answer of calls) expect(await refusalOf(answer)).toBe("404 not_found");
    expect(await refreshes(rollcall, second.tokens.refreshToken)).toBe(true);
  });
});
