import { createRequire } from "node:module";
import { type SignedIn, type User, users } from "@rollcall/core";
import { describe, expect, it } from "vitest";
import { bodyOf, logIn, refusalOf, signIn, signUp } from "../../../../test/support/accounts.ts";
import { describeOnEachDatabase } from "../../../../test/support/databases.ts";
import { password, startRollcall, type TestRollcall } from "../../../../test/support/rollcall.ts";
import type { Problem } from "../http/problem.ts";

const register = (rollcall: TestRollcall, body: unknown) => rollcall.call("POST", "/auth/register", { body });

const storedUsers = ({ storage }: TestRollcall) =>
  storage.database.collection(users).find({}, { sort: { _id: 1 }, limit: 100 });

describeOnEachDatabase("registration", (form) => {
  it("creates an account without privileges and signs its owner in", async () => {
    const rollcall = startRollcall({ form });
    const { user, tokens } = await signUp(rollcall, "Ada@Example.com", { name: "Ada Lovelace" });
    expect(user).toEqual({
      id: expect.stringMatching(/^user_[0-7][0-9a-z]{25}$/),
      email: "ada@example.com",
      emailVerified: false,
      name: "Ada Lovelace",
      roles: [],
      status: "active",
      createdAt: expect.any(String),
      updatedAt: user.createdAt,
      lastLoginAt: expect.any(String),
      deletesAt: null,
    });
    expect(tokens).toMatchObject({ tokenType: "Bearer", expiresIn: 600 });
    const me = await rollcall.call("GET", "/me", { token: tokens.accessToken });
    expect(await bodyOf<User>(me)).toEqual(user);
  });

  it("needs no name", async () => {
    const rollcall = startRollcall({ form });
    expect((await signUp(rollcall, "a@mail.test")).user.name).toBeNull();
    const response = await register(rollcall, { email: "b@mail.test", password, name: null });
    expect((await bodyOf<SignedIn>(response)).user.name).toBeNull();
  });

  it("refuses an address that has an account, in whatever case it is written (Q17)", async () => {
    const rollcall = startRollcall({ form });
    await signUp(rollcall, "Ada@example.com");
    for (const email of ["ada@example.com", "ADA@EXAMPLE.COM", "aDa@Example.Com"]) {
      expect(await refusalOf(await register(rollcall, { email, password: "another long password" }))).toBe(
        "409 email_taken",
      );
      expect((await logIn(rollcall, email, "another long password")).status).toBe(401);
      expect((await logIn(rollcall, email)).status).toBe(200);
    }
    expect(await storedUsers(rollcall)).toHaveLength(1);
  });

  it("takes an internationalized domain and its xn-- form for one, and blanks around an address for nothing (Q17)", async () => {
    const rollcall = startRollcall({ form });
    const { user } = await signUp(rollcall, "Ada@M\u00fcnchen.example ");
    expect(user.email).toBe("ada@xn--mnchen-3ya.example");
    for (const email of ["ada@xn--mnchen-3ya.example", " ada@mu\u0308nchen.example", "ADA@M\u00dcNCHEN.EXAMPLE"]) {
      const again = await register(rollcall, { email, password: "another long password" });
      expect(await refusalOf(again)).toBe("409 email_taken");
      expect((await signIn(rollcall, email)).user.id).toBe(user.id);
    }
    expect(await storedUsers(rollcall)).toHaveLength(1);
  });

  it("survives a double click: one of four identical requests succeeds and the account works (Q22)", async () => {
    const rollcall = startRollcall({ form });
    const body = { email: "ada@example.com", password };
    const responses = await Promise.all([1, 2, 3, 4].map(() => register(rollcall, body)));
    expect(responses.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    await signIn(rollcall, "ada@example.com");
  });

  it("finds no account on a fresh database, and none of the usual ones (Q26)", async () => {
    const rollcall = startRollcall({ form });
    expect(await storedUsers(rollcall)).toEqual([]);
    const names = ["admin", "root", "test", "user", "guest", "administrator", "demo", "rollcall"];
    for (const name of names) {
      const emails = [`${name}@example.com`, `${name}@auth.example.test`, `${name}@rollcall.dev`];
      for (const email of emails) expect((await logIn(rollcall, email, name)).status).toBe(401);
      expect((await logIn(rollcall, name, name)).status).toBe(422);
    }
  });
});

describe("the e-mail address at registration", () => {
  it("is accepted as people and providers write it (Q18)", async () => {
    const rollcall = startRollcall();
    const ordinary = ["first.last@mail.test", "user+tag@mail.test", "o'brien@mail.test", "someone@sub.mail.co.uk"];
    for (const email of [...ordinary, `${"l".repeat(64)}@mail.test`]) {
      expect((await signUp(rollcall, email)).user.email).toBe(email);
    }
  });

  it("is refused when it is malformed, holds a control character or a second recipient (Q18, Q20)", async () => {
    const rollcall = startRollcall();
    const corpus = createRequire(import.meta.url)("isemail/test/tests.json") as [string, string][];
    const wrong = corpus.filter(([, diagnosis]) => diagnosis.startsWith("err")).map(([address]) => address);
    const several = ["a@mail.test\nbcc:b@mail.test", "a@mail.test,b@mail.test", ["a@mail.test", "b@mail.test"]];
    for (const email of [...wrong, ...several, "a\0@mail.test", null, 7, {}]) {
      expect(await refusalOf(await register(rollcall, { email, password }))).toBe("422 validation_failed");
    }
    expect(await storedUsers(rollcall)).toEqual([]);
  });

  it("never stands for a look-alike's account (Q19)", async () => {
    const rollcall = startRollcall();
    await signUp(rollcall, "kim@mail.test");
    const lookAlikes = ["\u212aim@mail.test", "k\u0131m@mail.test", "\uff4bim@mail.test", "\u043aim@mail.test"];
    for (const email of [...lookAlikes, "kim@mai\u217c.test", "kim\uff20mail.test"]) {
      expect(await refusalOf(await register(rollcall, { email, password }))).toBe("422 validation_failed");
      expect(await refusalOf(await logIn(rollcall, email))).toBe("422 validation_failed");
    }
    expect(await storedUsers(rollcall)).toHaveLength(1);
  });
});

describe("what registration refuses", () => {
  it("is every field that would give a privilege or an identity (Q23)", async () => {
    const rollcall = startRollcall();
    const fields = {
      role: "admin",
      roles: ["admin"],
      isAdmin: true,
      admin: true,
      emailVerified: true,
      status: "active",
      id: "user_01h455vb4pex5vsknk084sn02q",
      _id: "user_01h455vb4pex5vsknk084sn02q",
      tenantId: "t1",
      passwordHash: "$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$aGFzaA",
      credentialVersion: 9,
      sessions: {},
      createdAt: "2020-01-01T00:00:00.000Z",
    };
    for (const [field, value] of Object.entries(fields)) {
      const response = await register(rollcall, { email: "ada@example.com", password, [field]: value });
      const problem = await bodyOf<Problem>(response);
      expect(problem).toMatchObject({ status: 422, code: "validation_failed" });
    }
    expect(await storedUsers(rollcall)).toEqual([]);
  });

  it("is everybody while registration is closed, and those who have an account still sign in", async () => {
    const open = startRollcall();
    await signUp(open);
    const closed = startRollcall({ shares: open.storage, settings: { registration: "closed" } });
    const body = { email: "new@example.com", password };
    expect(await refusalOf(await register(closed, body))).toBe("403 registration_closed");
    await signIn(closed, "ada@example.com");
    expect(await storedUsers(open)).toHaveLength(1);
  });
});
