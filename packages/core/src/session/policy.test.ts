import { describe, expect, it } from "vitest";
import type { FactorSlice, Proof } from "../factor/index.ts";
import type { Settings } from "../kernel/settings.ts";
import {
  admit,
  allowsFactors,
  countingRoles,
  isMissing,
  leastAcr,
  mayGoOn,
  mustHaveFactor,
  wantsFactor,
} from "./policy.ts";

type Mfa = Settings["mfa"];

const settings: Mfa[] = ["off", "optional", "admins", "required"];
const withFactor = { hasFactors: true, factors: { fact: { type: "totp" } } } as unknown as FactorSlice;
const admins: "admin"[] = ["admin"];

/** What something is under each setting. */
const byMfa = <T>(of: (policy: { mfa: Mfa }) => T) => settings.map((mfa) => of({ mfa }));

const letsIn = (account: FactorSlice, ...methods: ("password" | "mail" | "totp")[]) =>
  byMfa(
    (policy) =>
      !isMissing(
        admit(
          policy,
          account,
          methods.map((method): Proof => ({ method })),
        ),
      ),
  );

describe("somebody is let in", () => {
  it("by one proof where they have no factor, whatever the setting", () => {
    expect(letsIn({}, "password")).toEqual([true, true, true, true]);
    expect(letsIn({}, "mail")).toEqual([true, true, true, true]);
  });

  it("by two where they have one, unless the setting is off", () => {
    expect(letsIn(withFactor, "password")).toEqual([true, false, false, false]);
    expect(letsIn(withFactor, "mail")).toEqual([true, false, false, false]);
    expect(letsIn(withFactor, "password", "mail")).toEqual([true, false, false, false]);
    expect(letsIn(withFactor, "password", "totp")).toEqual([true, true, true, true]);
  });

  it("never by less where all that they have is used up", () => {
    const admission = admit({ mfa: "optional" }, { ...withFactor, wrongCodes: 50 }, [{ method: "password" }]);
    expect(admission).toEqual({ methods: [] });
  });
});

it("a session of one factor goes on where the account has none, or the setting is off", () => {
  expect(byMfa((policy) => mayGoOn(policy, {}, "1"))).toEqual([true, true, true, true]);
  expect(byMfa((policy) => mayGoOn(policy, withFactor, "1"))).toEqual([true, false, false, false]);
  expect(byMfa((policy) => mayGoOn(policy, withFactor, "2"))).toEqual([true, true, true, true]);
});

it("factors are asked for where there are some, and can be set up unless the setting is off", () => {
  expect(byMfa((policy) => wantsFactor(policy, withFactor))).toEqual([false, true, true, true]);
  expect(byMfa((policy) => wantsFactor(policy, {}))).toEqual([false, false, false, false]);
  expect(byMfa(allowsFactors)).toEqual([false, true, true, true]);
  expect(byMfa(leastAcr)).toEqual(["1", "1", "1", "2"]);
});

it("a factor has to be there for everybody, or for administrators, as the setting says", () => {
  expect(byMfa((policy) => mustHaveFactor(policy, { roles: [] }))).toEqual([false, false, false, true]);
  expect(byMfa((policy) => mustHaveFactor(policy, { roles: admins }))).toEqual([false, false, true, true]);
});

it("an administrator's role counts by one factor where they have no other, and need none", () => {
  const counts = (account: object, acr: "1" | "2") =>
    byMfa((policy) => countingRoles(policy, { roles: admins, ...account }, acr).length > 0);
  expect(counts({}, "1")).toEqual([true, true, false, false]);
  expect(counts({}, "2")).toEqual([true, true, true, true]);
  expect(counts(withFactor, "1")).toEqual([true, false, false, false]);
  expect(counts(withFactor, "2")).toEqual([true, true, true, true]);
  expect(byMfa((policy) => countingRoles(policy, { roles: [] }, "2"))).toEqual([[], [], [], []]);
});
