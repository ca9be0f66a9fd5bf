import { describe, expect, it } from "vitest";

/*
 * The protocol of docs/decisions/0047-addresses-on-a-sharded-cluster.md, which is not built: every order of the steps of some
 * programs, each of which may die before any of them. A key may be taken for old at once, which is the worst that a minute can be.
 */

const address = "ada@example.com";

interface State {
  /** Of the one address that everybody wants. `revision` changes with each write. */
  key: { user: string; revision: number } | null;
  writes: number;
  accounts: Record<string, { email: string | null; version: number }>;
}

/** Where a program stands, and what it remembers. `at` is "end" when it is over. */
interface Place {
  at: string;
  key?: State["key"];
  version?: number;
}

/** A step of a program: what can come of it. Each is atomic, as a read or a conditional write of one document is. */
type Step = (state: State, place: Place) => [State, Place][];
type Program = Record<string, Step>;

const end: Place = { at: "end" };

const has = (state: State, id: string) => state.accounts[id]?.email === address;

function withKey(state: State, user: string | null): State {
  const writes = state.writes + 1;
  return { ...state, writes, key: user === null ? null : { user, revision: writes } };
}

function withAccount(state: State, id: string, email: string | null, version: number): State {
  return { ...state, accounts: { ...state.accounts, [id]: { email, version } } };
}

/** The steps by which `me` gets the key; it goes on at `then`. Without `me` the key is removed. */
function wanting(me: string | null, then: string): Program {
  return {
    claim: (state, place) => {
      if (state.key) return [[state, { ...place, at: "look", key: state.key }]];
      return me === null ? [[state, end]] : [[withKey(state, me), { ...place, at: then }]];
    },
    look: (state, place) => {
      const { user } = place.key as NonNullable<State["key"]>;
      if (has(state, user)) return [[state, end]];
      // Too young, or left over. Who has it already writes it anew.
      return [
        [state, end],
        [state, { ...place, at: user === me ? "take" : "fence" }],
      ];
    },
    fence: (state, place) => {
      const { user } = place.key as NonNullable<State["key"]>;
      const account = state.accounts[user];
      if (has(state, user)) return [[state, end]];
      const isGone = account?.email === null;
      const fenced = isGone ? state : withAccount(state, user, account?.email ?? null, (account?.version ?? 0) + 1);
      return [[fenced, { ...place, at: "take" }]];
    },
    take: (state, place) =>
      state.key?.revision === place.key?.revision ? [[withKey(state, me), { ...place, at: then }]] : [[state, end]],
  };
}

const registering = (id: string): Program => ({
  ...wanting(id, "insert"),
  insert: (state) => [[state.accounts[id] ? state : withAccount(state, id, address, 0), end]],
});

function moving(id: string, { readsLate = false } = {}): Program {
  const version = (state: State) => state.accounts[id]?.version ?? 0;
  const read =
    (then: string): Step =>
    (state, place) => [[state, { ...place, at: then, version: version(state) }]];
  return {
    begin: readsLate ? (state, place) => [[state, { ...place, at: "claim" }]] : read("claim"),
    ...wanting(id, readsLate ? "read" : "write"),
    read: read("write"),
    write: (state, place) => {
      const account = state.accounts[id];
      const isExpected = account?.email && account.email !== address && account.version === place.version;
      return [[isExpected ? withAccount(state, id, address, account.version + 1) : state, end]];
    },
  };
}

function leaving(id: string, { removesKey = false } = {}): Program {
  return {
    begin: (state, place) => {
      const account = state.accounts[id];
      if (!account || !has(state, id)) return [[state, end]];
      return [[withAccount(state, id, "elsewhere", account.version + 1), removesKey ? { ...place, at: "drop" } : end]];
    },
    drop: (state) => [[state.key?.user === id ? withKey(state, null) : state, end]],
  };
}

const deleting = (id: string): Program => ({
  begin: (state, place) => [[withAccount(state, id, null, 0), { ...place, at: "drop" }]],
  drop: (state) => [[state.key?.user === id ? withKey(state, null) : state, end]],
});

const sweeping: Program = wanting(null, "end");

/** Every state that can be reached. @returns how many, and whether in one of them two accounts have the address */
function explore(start: State, programs: readonly Program[]) {
  const seen = new Set<string>();
  const open: [State, Place[]][] = [
    [start, programs.map((program) => ({ at: "begin" in program ? "begin" : "claim" }))],
  ];
  let isBroken = false;
  for (let next = open.pop(); next; next = open.pop()) {
    const [state, places] = next;
    const name = JSON.stringify([state.key, state.accounts, places]);
    if (seen.has(name)) continue;
    seen.add(name);
    isBroken ||= Object.keys(state.accounts).filter((id) => has(state, id)).length > 1;
    open.push(...successors(state, places, programs));
  }
  return { states: seen.size, isBroken };
}

function successors(state: State, places: Place[], programs: readonly Program[]): [State, Place[]][] {
  return programs.flatMap((program, who) => {
    const place = places[who] as Place;
    if (place.at === "end") return [];
    const outcomes: [State, Place][] = [...(program[place.at] as Step)(state, place), [state, end]];
    return outcomes.map(([then, at]): [State, Place[]] => [then, places.with(who, at)]);
  });
}

const nobody: State = { key: null, writes: 0, accounts: {} };
const grace: State = { ...nobody, accounts: { grace: { email: "grace@example.com", version: 0 } } };
const both: State = {
  key: { user: "ada", revision: 0 },
  writes: 0,
  accounts: { ...grace.accounts, ada: { email: address, version: 0 } },
};

describe("addresses in a collection of their own", () => {
  it.each([
    ["three register", nobody, [registering("a"), registering("b"), registering("c")]],
    ["two register, one moves there", grace, [registering("a"), registering("b"), moving("grace")]],
    ["it is left, and wanted by two", both, [leaving("ada"), registering("a"), moving("grace")]],
    [
      "it is left and come back to, wanted and swept",
      both,
      [leaving("ada"), moving("ada"), registering("a"), sweeping],
    ],
    ["it is deleted, wanted by two and swept", both, [deleting("ada"), registering("a"), moving("grace"), sweeping]],
  ] as const)("belong to one account in every order: %s", (_, start, programs) => {
    const { states, isBroken } = explore(start, programs);
    expect(isBroken).toBe(false);
    expect(states).toBeGreaterThan(100);
  });

  it("would not, if a change read the version after it has the key", () => {
    expect(explore(grace, [registering("a"), moving("grace", { readsLate: true })]).isBroken).toBe(true);
  });

  it("would not, if a change removed the key that it leaves behind", () => {
    const programs = [leaving("ada", { removesKey: true }), moving("ada"), registering("a")];
    expect(explore(both, programs).isBroken).toBe(true);
  });
});
