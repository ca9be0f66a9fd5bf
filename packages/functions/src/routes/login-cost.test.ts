import { RollcallError, type UserDocument, users } from "@rollcall/core";
import { describe, expect, it, vi } from "vitest";
import { logIn, refusalOf, signIn, signUp, withHashingCost } from "../../../../test/support/accounts.ts";
import { describeOnEachDatabase } from "../../../../test/support/databases.ts";
import { password, startRollcall, type TestRollcall } from "../../../../test/support/rollcall.ts";

const wrong = "not the right password";

async function storedHash({ storage }: Pick<TestRollcall, "storage">, email: string): Promise<string> {
  const user = (await storage.database.collection(users).findOne({ email })) as UserDocument;
  return user.passwordHash as string;
}

describeOnEachDatabase("a password in the database", (form) => {
  it("is an Argon2id hash at the real cost with a salt of its own, and nowhere in clear (Q13)", async () => {
    const real = withHashingCost(startRollcall({ form }));
    await signUp(real, "ada@example.com");
    await signUp(real, "eve@example.com");
    const hashes = [await storedHash(real, "ada@example.com"), await storedHash(real, "eve@example.com")];
    const pattern = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=1\$([A-Za-z0-9+/]+)\$[A-Za-z0-9+/]{43,}$/;
    const salts = hashes.map((hash) => {
      const [, memory, passes, salt = ""] = pattern.exec(hash) ?? [];
      expect([Number(memory) >= 19_456, Number(passes) >= 2]).toEqual([true, true]);
      expect(Buffer.from(salt, "base64").length).toBeGreaterThanOrEqual(16);
      return salt;
    });
    expect(salts[0]).not.toBe(salts[1]);
    const documents = await real.storage.database.collection(users).find({}, { sort: { _id: 1 }, limit: 10 });
    expect(JSON.stringify(documents)).not.toContain(password);
  });

  it("is hashed again at today's cost by the next sign-in, and only by one that succeeds (Q14)", async () => {
    const cheap = startRollcall({ form });
    await signUp(cheap);
    const old = await storedHash(cheap, "ada@example.com");
    const raised = withHashingCost(cheap, { memoryCost: 128, timeCost: 2, parallelism: 1 });
    expect((await logIn(raised, "ada@example.com", wrong)).status).toBe(401);
    expect(await storedHash(cheap, "ada@example.com")).toBe(old);
    await signIn(raised, "ada@example.com");
    const upgraded = await storedHash(cheap, "ada@example.com");
    expect(upgraded).toMatch(/^\$argon2id\$v=19\$m=128,t=2,p=1\$/);
    await signIn(raised, "ada@example.com");
    expect(await storedHash(cheap, "ada@example.com")).toBe(upgraded);
    await signIn(cheap, "ada@example.com");
    expect(await storedHash(cheap, "ada@example.com")).toBe(upgraded);
  });

  it("stays as it is where there is too much to do to hash it again, and its owner is let in (Q14, Q181)", async () => {
    const cheap = startRollcall({ form });
    await signUp(cheap);
    const old = await storedHash(cheap, "ada@example.com");
    const raised = withHashingCost(cheap, { memoryCost: 128, timeCost: 2, parallelism: 1 });
    vi.spyOn(raised.dependencies.passwords, "hash").mockRejectedValueOnce(new RollcallError("unavailable"));
    await signIn(raised, "ada@example.com");
    expect(await storedHash(cheap, "ada@example.com")).toBe(old);
    await signIn(raised, "ada@example.com");
    expect(await storedHash(cheap, "ada@example.com")).not.toBe(old);
  });
});

describe("many sign-ins at once", () => {
  /** Slow enough that the requests arrive faster than they are served. */
  const slower = { memoryCost: 4_096, timeCost: 2, parallelism: 1 };

  it("are all answered: 200 of them wait for their turn (Q16)", async () => {
    const busy = withHashingCost(startRollcall(), slower);
    await signUp(busy);
    const responses = await Promise.all(Array.from({ length: 200 }, () => logIn(busy, "ada@example.com")));
    const answers = responses.map(({ status, headers }) => `${status} ${headers.get("retry-after") ?? ""}`);
    expect(answers.filter((answer) => answer !== "200 " && answer !== "503 1")).toEqual([]);
    expect(answers).toContain("200 ");
  });

  it("are turned away with Retry-After beyond a bounded line, and the next is served (Q16)", async () => {
    const busy = withHashingCost(startRollcall(), slower);
    await signUp(busy);
    const responses = await Promise.all(Array.from({ length: 800 }, () => logIn(busy, "ada@example.com", wrong)));
    const refused = responses.filter(({ status }) => status === 503);
    expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([401, 503]));
    for (const response of refused) {
      expect(response.headers.get("retry-after")).toBe("1");
      expect(await refusalOf(response)).toBe("503 unavailable");
    }
    await signIn(busy, "ada@example.com");
  });
});
