import { describe, expect, it } from "vitest";
import { createPasswordHasher, defaultHashingCost, type HashingCost } from "./password-hash.ts";

const cheap = { memoryCost: 64, timeCost: 1, parallelism: 1 };
const { hash, verify, isOutdated } = hasherAt(cheap);

/** A hasher whose every caller is one and the same. */
function hasherAt(cost?: HashingCost, peppers?: string[]) {
  const { hash, verify, isOutdated } = createPasswordHasher(cost, peppers);
  const notices: { type: string }[] = [];
  const by = {
    ip: null,
    signal: new AbortController().signal,
    notice: (notice: { type: string }) => notices.push(notice),
  };
  return {
    isOutdated,
    notices,
    hash: (password: string) => hash(by, "ada@example.com", password),
    verify: (stored: string | null, password: string) => verify(by, "ada@example.com", stored, password),
  };
}

/** The parts of a PHC string. */
function parse(stored: string) {
  const [, algorithm, version, parameters = "", salt = "", digest = ""] = stored.split("$");
  const cost = Object.fromEntries(parameters.split(",").map((pair) => pair.split("=")));
  return { algorithm, version, ...cost, salt: Buffer.from(salt, "base64"), digest: Buffer.from(digest, "base64") };
}

describe("a stored password", () => {
  it("is an Argon2id hash at OWASP's cost, which it carries with it (Q13)", async () => {
    const stored = parse(await hasherAt().hash("correct horse battery staple"));
    expect(stored).toMatchObject({ algorithm: "argon2id", version: "v=19", m: "19456", t: "2", p: "1" });
    expect(defaultHashingCost).toEqual({ memoryCost: 19_456, timeCost: 2, parallelism: 1 });
    expect(stored.digest.length).toBeGreaterThanOrEqual(32);
  });

  it("has a salt of its own, of at least 128 bits (Q13)", async () => {
    const hashes = await Promise.all(Array.from({ length: 50 }, () => hash("correct horse battery staple")));
    const salts = hashes.map((stored) => parse(stored).salt);
    expect(salts.every(({ length }) => length >= 16)).toBe(true);
    expect(new Set(salts.map((salt) => salt.toString("hex"))).size).toBe(50);
  });

  it("is outdated when it was hashed at less memory or fewer passes than today's (Q14)", async () => {
    const stored = await hash("correct horse battery staple");
    expect(isOutdated(stored)).toBe(false);
    expect(hasherAt({ ...cheap, memoryCost: 128 }).isOutdated(stored)).toBe(true);
    expect(hasherAt({ ...cheap, timeCost: 2 }).isOutdated(stored)).toBe(true);
    expect(hasherAt({ ...cheap, memoryCost: 32 }).isOutdated(stored)).toBe(false);
  });

  it("is verified by a hasher of another cost (Q14)", async () => {
    const stored = await hash("correct horse battery staple");
    expect(await hasherAt({ ...cheap, timeCost: 2 }).verify(stored, "correct horse battery staple")).toBe(true);
  });
});

describe("the comparison of passwords", () => {
  it("sees every character, whatever comes before it (Q5, Q6)", async () => {
    const pairs = [
      [`${"a".repeat(72)}x`, `${"a".repeat(72)}y`],
      [`${"a".repeat(255)}x`, `${"a".repeat(255)}y`],
      ["before\0after", "before\0other"],
      ["before\0", "before"],
      ["correct horse", "Correct horse"],
      ["correct horse", "correct horse "],
      ["correct  horse", "correct horse"],
      ["crème brûlée", "creme brulee"],
    ] as const;
    for (const [registered, other] of pairs) {
      const stored = await hash(registered);
      expect([await verify(stored, registered), await verify(stored, other)]).toEqual([true, false]);
    }
  });

  it("takes composed and decomposed text for the same, and nothing else that only looks alike (Q7)", async () => {
    const stored = await hash("crème brûlée 각".normalize("NFC"));
    expect(await verify(stored, "crème brûlée 각".normalize("NFD"))).toBe(true);
    const wide = await hash("ｗｉｄｅ");
    expect(await verify(wide, "wide")).toBe(false);
  });

  it("fails where no password is stored, also with the stand-in's own text", async () => {
    expect(await verify(null, "an account that does not exist")).toBe(false);
    expect(await verify(null, "")).toBe(false);
  });
});

describe("a pepper", () => {
  const [older, newer] = ["Zx0kq3V9sLrT5uYw7bNd1fHg2jMp4cRe6aQi8oXtKzE", "p7Yw3nVd0sKf9hJq2mLx5cBz8rTg1aWe4uRi6oQyNjM"];
  const secret = "correct horse battery staple";

  it("goes into the hash, which names it in a PHC string's own way and verifies nowhere else (Q260)", async () => {
    const peppered = hasherAt(cheap, [older]);
    const stored = await peppered.hash(secret);
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=64,t=1,p=1,keyid=[A-Za-z0-9+/]{8}\$[^$]+\$[^$]+$/);
    expect(stored).not.toContain(older.slice(0, 8));
    expect(await peppered.verify(stored, secret)).toBe(true);
    expect(await peppered.verify(stored, `${secret}r`)).toBe(false);
    const stripped = stored.replace(/,keyid=[^$]+/, "");
    for (const without of [hasherAt(cheap), hasherAt(cheap, [newer])]) {
      expect(await without.verify(stored, secret)).toBe(false);
      expect(await without.verify(stripped, secret)).toBe(false);
    }
  });

  it("is replaced without a sign-in that fails: the newest makes, every listed one verifies (Q185)", async () => {
    const [plain, before, between, after] = [[], [older], [newer, older], [newer]].map((peppers) =>
      hasherAt(cheap, peppers),
    );
    const hashes = [await plain?.hash(secret), await before?.hash(secret), await between?.hash(secret)] as string[];
    const verified = (hasher: typeof between) => Promise.all(hashes.map((stored) => hasher?.verify(stored, secret)));
    expect(await verified(between)).toEqual([true, true, true]);
    expect(hashes.map((stored) => between?.isOutdated(stored))).toEqual([true, true, false]);
    expect(await verified(after)).toEqual([true, false, true]);
  });

  it("that is gone leaves a hash that nothing matches, after as much work, and the log hears of it (Q260)", async () => {
    const stored = await hasherAt(cheap, [older]).hash(secret);
    for (const hasher of [hasherAt(cheap), hasherAt(cheap, [newer])]) {
      expect(await hasher.verify(stored, secret)).toBe(false);
      expect(hasher.notices).toEqual([{ type: "pepper.missing" }]);
      expect(hasher.isOutdated(stored)).toBe(true);
    }
  });
});

describe("hashes that are wanted at once", () => {
  it("are refused beyond a bounded number, with the time to wait (Q16)", async () => {
    const { hash } = hasherAt({ ...cheap, memoryCost: 1_024 });
    const outcomes = await Promise.allSettled(Array.from({ length: 1_000 }, () => hash("correct horse")));
    const refused = outcomes.filter((outcome) => outcome.status === "rejected");
    expect(refused.length).toBeGreaterThan(400);
    expect(refused.length).toBeLessThan(900);
    for (const { reason } of refused) expect(reason).toMatchObject({ code: "unavailable", retryAfter: 1 });
  });
});
