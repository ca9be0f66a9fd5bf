import { type UserDocument, users } from "@rollcall/core";
import { expect, it } from "vitest";
import { logIn, refusalOf, signIn, signUp } from "../../../../test/support/accounts.ts";
import { describeOnEachDatabase } from "../../../../test/support/databases.ts";
import { password, startRollcall, type TestRollcall } from "../../../../test/support/rollcall.ts";

const older = "Zx0kq3V9sLrT5uYw7bNd1fHg2jMp4cRe6aQi8oXtKzE";
const newer = "p7Yw3nVd0sKf9hJq2mLx5cBz8rTg1aWe4uRi6oQyNjM";
const email = "ada@example.com";

async function storedHash({ storage }: TestRollcall): Promise<string> {
  const user = (await storage.database.collection(users).findOne({ email })) as UserDocument;
  return user.passwordHash as string;
}

const pepperOf = (hash: string) => /,keyid=([^$]+)\$/.exec(hash)?.[1] ?? null;

describeOnEachDatabase("a pepper", (form) => {
  /** Services with these peppers, one after the other, on one database. */
  function deployments(...peppers: string[][]): TestRollcall[] {
    const [first = [], ...others] = peppers;
    const service = startRollcall({ form, peppers: first });
    return [service, ...others.map((each) => startRollcall({ shares: service.storage, peppers: each }))];
  }

  it("comes to accounts as their owners sign in, and is replaced in the same way (Q185, Q260)", async () => {
    const services = deployments([], [older], [newer, older], [newer]);
    await signUp(services[0] as TestRollcall);
    const names: (string | null)[] = [];
    for (const service of services) {
      expect((await logIn(service, email, "not the right password")).status).toBe(401);
      await signIn(service, email);
      names.push(pepperOf(await storedHash(service)));
    }
    expect(names[0]).toBeNull();
    expect(names[1]).toMatch(/^[A-Za-z0-9+/]{8}$/);
    expect(names[2]).not.toBe(names[1]);
    expect(names[3]).toBe(names[2]);
  });

  it("is replaced once by sign-ins at the same moment, none of which fails", async () => {
    const [before, after] = deployments([older], [newer, older]) as [TestRollcall, TestRollcall];
    await signUp(before);
    const old = pepperOf(await storedHash(before));
    const answers = await Promise.all(Array.from({ length: 20 }, () => logIn(after, email)));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect(pepperOf(await storedHash(after))).not.toBe(old);
    await signIn(after, email);
  });

  it("that is gone is a wrong password to whoever signs in, and a notice in the log (Q29, Q260)", async () => {
    const [before, without, other] = deployments([older], [], [newer]) as [TestRollcall, TestRollcall, TestRollcall];
    await signUp(before);
    const stored = await storedHash(before);
    for (const service of [without, other]) {
      const answer = await logIn(service, email);
      expect(await refusalOf(answer)).toBe("401 invalid_credentials");
      const { notices } = JSON.parse(service.logs.at(-1) as string);
      expect(notices).toContainEqual(expect.objectContaining({ type: "pepper.missing" }));
    }
    expect(await storedHash(before)).toBe(stored);
    await signIn(before, email);
  });

  it("and what is made with it are in no log and no answer (Q167, Q260)", async () => {
    const service = startRollcall({ form, peppers: [newer, older] });
    const answer = JSON.stringify(await signUp(service)) + service.logs.join();
    for (const secret of [older, newer, password, await storedHash(service)]) expect(answer).not.toContain(secret);
  });
});
