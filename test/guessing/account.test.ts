import { expect, it, vi } from "vitest";
import { throttles } from "../../packages/core/src/guessing/index.ts";
import { RollcallError } from "../../packages/core/src/kernel/errors.ts";
import { users } from "../../packages/core/src/user/index.ts";
import { signIn, signUp } from "../support/accounts.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import {
  addressIn,
  countEvaluations,
  defaultLimits,
  inARow,
  startLimited,
  statedWait,
  times,
  wrong,
} from "../support/guessing.ts";
import { password, type TestRollcall } from "../support/rollcall.ts";

const email = "ada@example.com";

/** A guess from a network that nobody else is in. */
const guessFrom = (rollcall: TestRollcall, network: number, secret = wrong, address = email) =>
  rollcall.call("POST", "/auth/login", { body: { email: address, password: secret }, ip: addressIn(network) });

describeOnEachDatabase("guesses at one account", (form) => {
  it("are looked at ten times, of 120 from as many networks, and then refused with a time to wait (Q31)", async () => {
    const rollcall = startLimited({ form });
    await signUp(rollcall, email);
    const evaluations = countEvaluations(rollcall);
    const answers = await times(120, (index) => guessFrom(rollcall, index));
    expect(inARow(answers)).toBe("401 ×10, 429 ×110");
    expect(evaluations()).toBe(10);
    for (const answer of answers.slice(10)) {
      const wait = await statedWait(answer);
      expect(wait).toBeGreaterThan(300);
      expect(wait).toBeLessThanOrEqual(600);
    }
  });

  it("cost it nothing where there is too much to do to look at them, as they cost an address that nobody has (Q29, Q181)", async () => {
    const rollcall = startLimited({ form });
    const { tokens } = await signUp(rollcall, email);
    const refusal = new RollcallError("unavailable", { retryAfter: 1, detail: "Too many sign-ins at once." });
    const verify = vi.spyOn(rollcall.dependencies.passwords, "verify").mockRejectedValue(refusal);
    const body = { currentPassword: password, newPassword: "seven lighthouses in a row" };
    const known: Response[] = [];
    for (let index = 0; index < 30; index++) {
      const trips = [];
      for (const address of [email, "nobody@example.com"]) {
        const before = rollcall.storage.roundTrips();
        known.push(await guessFrom(rollcall, index, password, address));
        trips.push(rollcall.storage.roundTrips() - before);
      }
      expect(trips).toEqual([4, 4]);
      known.push(await rollcall.call("POST", "/me/password", { token: tokens.accessToken, body }));
    }
    expect(inARow(known)).toBe("503 ×90");
    verify.mockRestore();
    expect((await guessFrom(rollcall, 1, wrong, "nobody@example.com")).status).toBe(401);
    await signIn(rollcall, email);
  });

  it("are looked at ten times, of 200 at once by two processes (Q32, Q36)", async () => {
    const first = startLimited({ form });
    const services = [first, startLimited({ shares: first.storage })] as const;
    await signUp(first, email);
    const evaluations = countEvaluations(...services);
    const guesses = Array.from({ length: 200 }, (_, index) => guessFrom(services[index % 2] as TestRollcall, index));
    const answers = await Promise.all(guesses);
    expect(evaluations()).toBe(10);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(190);
  });

  it("are looked at ten times at most, of 200 at once from one address, which is shut out before them (Q32)", async () => {
    const first = startLimited({ form });
    const services = [first, startLimited({ shares: first.storage })] as const;
    await signUp(first, email);
    const evaluations = countEvaluations(...services);
    await Promise.all(Array.from({ length: 200 }, (_, index) => guessFrom(services[index % 2] as TestRollcall, 7)));
    expect(evaluations()).toBeLessThanOrEqual(10);
  });

  it("are counted by processes whose clocks are some minutes apart as by one (Q36)", async () => {
    const first = startLimited({ form });
    const ahead = startLimited({ shares: first.storage });
    ahead.clock.advance(400);
    await signUp(first, email);
    const evaluations = countEvaluations(first, ahead);
    await times(40, (index) => guessFrom(index % 2 ? first : ahead, index));
    expect(evaluations()).toBe(10);
  });

  it("leave no trace of growing: however long they go on there are some two dozen counts, also where none was looked at", async () => {
    const rollcall = startLimited({ form });
    const { user } = await signUp(rollcall, email);
    const limits = { ...defaultLimits, guess: { ...defaultLimits.guess, perAddress: 0 } };
    const shutOut = startLimited({ shares: rollcall.storage, settings: { limits } });
    for (const [service, address] of [
      [rollcall, email],
      [shutOut, email],
      [rollcall, "nobody@example.com"],
    ] as const) {
      for (let count = 0; count < 27; count++) {
        await guessFrom(service, 1, wrong, address);
        service.clock.advance(300);
      }
    }
    const account = await rollcall.storage.database.collection(users).findOne({ _id: user.id });
    expect(Object.keys(account?.attempts ?? {}).length).toBeLessThanOrEqual(24);
    const strangers = await rollcall.storage.database
      .collection(throttles)
      .find({ _id: { $gte: "stranger|", $lt: "stranger}" } }, { sort: { _id: 1 }, limit: 10 });
    for (const { attempts } of strangers) expect(Object.keys(attempts ?? {}).length).toBeLessThanOrEqual(24);
  });

  it("are forgotten once the owner has come in", async () => {
    const rollcall = startLimited({ form });
    await signUp(rollcall, email);
    await times(9, () => guessFrom(rollcall, 1));
    await signIn(rollcall, email);
    expect(inARow(await times(11, () => guessFrom(rollcall, 1)))).toBe("401 ×10, 429 ×1");
  });

  it("at an address before it had an account leave the new account all of its own", async () => {
    const rollcall = startLimited({ form });
    expect(inARow(await times(11, (index) => guessFrom(rollcall, index)))).toBe("401 ×10, 429 ×1");
    await signUp(rollcall, email);
    expect(inARow(await times(11, (index) => guessFrom(rollcall, index)))).toBe("401 ×10, 429 ×1");
  });

  it("tell the audit trail once that the budget is used up, not at each refusal", async () => {
    const rollcall = startLimited({ form });
    const { user } = await signUp(rollcall, email);
    await times(30, (index) => guessFrom(rollcall, index));
    const account = await rollcall.storage.database.collection(users).findOne({ _id: user.id });
    const events = Object.values(account?.outbox ?? {}).flatMap((entry) => (entry.kind === "event" ? [entry] : []));
    expect(events.filter(({ type }) => type === "sign_in.failed")).toHaveLength(10);
    const throttled = events.filter(({ type }) => type === "account.throttled");
    expect(throttled).toEqual([expect.objectContaining({ data: { seconds: expect.closeTo(599, -1) } })]);
  });
});
