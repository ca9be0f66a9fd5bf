import fc from "fast-check";
import { password } from "../support/rollcall.ts";
import type { Fate } from "./network.ts";
import type { Client } from "./page.ts";
import { type PageName, pages } from "./pages.ts";
import type { StoreMode } from "./stores.ts";
import type { World } from "./world.ts";

type Command = fc.AsyncCommand<object, World>;

/** A command that says what it is when a run fails. */
const command = (title: string, run: (world: World) => unknown, isPossible: (world: World) => boolean = () => true) =>
  ({
    check: () => true,
    run: async (_, world) => {
      if (isPossible(world)) await run(world);
      world.verify();
    },
    toString: () => title,
  }) satisfies Command;

const index = fc.nat(2);
const isAwake = (which: number) => (world: World) => !world.page(which).isAsleep;

const calls: Record<string, (client: Client, options: object) => Promise<unknown>> = {
  "GET /me": ({ api }, options) => api.me.$get({}, options),
  "PATCH /me": ({ api }, options) => api.me.$patch({ json: { name: "Ada" } }, options),
  sessions: ({ api }, options) => api.me.sessions.$get({}, options),
  "POST /me/verify": ({ api }, options) => api.me.verify.$post({ json: { password } }, options),
  "access token": ({ accessToken }) => accessToken(),
  "access token for orders": ({ accessToken }) => accessToken("orders"),
  isSignedIn: ({ session }) => session.isSignedIn(),
};

const fate: fc.Arbitrary<Fate> = fc.oneof(
  fc.record({ kind: fc.constant("passes" as const), ms: fc.constantFrom(1_000, 1_100, 2_500) }),
  fc.record({ kind: fc.constant("refused" as const) }),
  fc.record({ kind: fc.constant("lost" as const), hasArrived: fc.boolean(), isTold: fc.boolean() }),
  fc.record({ kind: fc.constant("late" as const), ms: fc.constantFrom(3_000, 9_000) }),
  fc.record({ kind: fc.constant("answered late" as const), ms: fc.constantFrom(3_000, 9_000) }),
  fc.record({ kind: fc.constant("twice" as const), ms: fc.constantFrom(1, 3_000) }),
  fc.record({
    kind: fc.constant("replaced" as const),
    page: fc.constantFrom(...(Object.keys(pages) as PageName[])),
    hasArrived: fc.boolean(),
  }),
);

const modes: StoreMode[] = ["works", "full", "forbidden", "read-only", "unreadable", "hangs"];

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Ends the session, or the account, by a call; whether that arrives is for the network to say. */
function end(world: World, which: number, what: "session" | "account"): void {
  const page = world.page(which);
  const { state } = page;
  if (state.status !== "signed-in") return;
  const param = { id: state.sessionId };
  page.leaving++;
  world.start(`the ${what}'s end`, which, async ({ api: { me } }, options) => {
    const isAccount = what === "account";
    const call = isAccount
      ? me.$delete({ json: { password } }, options)
      : me.sessions[":id"].$delete({ param }, options);
    return call.finally(() => {
      page.leaving--;
    });
  });
}

/** What people, devices and networks do. */
export const commands: fc.Arbitrary<Command>[] = [
  ...[1, 2].map(() =>
    fc.tuple(index, fc.constantFrom(...Object.keys(calls)), fc.boolean()).map(([which, name, isAwaited]) =>
      command(
        `page ${which}: ${name}${isAwaited ? "" : ", and on"}`,
        async (world) => {
          world.start(name, which, calls[name] as (typeof calls)[string]);
          if (isAwaited) await world.settle();
        },
        isAwake(which),
      ),
    ),
  ),
  fc.tuple(index, fc.nat(1), fc.boolean()).map(([which, who, isAwaited]) =>
    command(
      `page ${which}: sign in as ${["Ada", "Eve"][who]}${isAwaited ? "" : ", and on"}`,
      async (world) => {
        world.signIn(which, who);
        if (isAwaited) await world.settle();
      },
      isAwake(which),
    ),
  ),
  fc.tuple(index, fc.boolean()).map(([which, isAwaited]) =>
    command(
      `page ${which}: sign out${isAwaited ? "" : ", and on"}`,
      async (world) => {
        world.signOut(which);
        if (isAwaited) await world.settle();
      },
      isAwake(which),
    ),
  ),
  fc
    .tuple(index, fc.constantFrom("session" as const, "account" as const))
    .map(([which, what]) =>
      command(`page ${which}: end the ${what}, and on`, (world) => end(world, which, what), isAwake(which)),
    ),
  index.map((which) => command(`page ${which}: reload`, (world) => world.reload(which), isAwake(which))),
  index.map((which) => command(`page ${which}: sleep`, (world) => world.page(which).sleep())),
  index.map((which) => command(`page ${which}: wake`, (world) => world.page(which).wake())),
  fc
    .constantFrom(100, 3_000, 31_000, 11 * minute, hour)
    .map((ms) => command(`${ms / 1000} s pass`, (world) => world.time.pass(ms))),
  fc.constantFrom(hour, 3 * day, 15 * day).map((ms) =>
    command(`the device sleeps ${ms / hour} h`, async (world) => {
      world.time.sleep(ms);
      await world.time.pass(1_000);
    }),
  ),
  fc.constantFrom(-day, -hour, -5 * minute, 5 * minute, hour, day).map((ms) =>
    command(`the clock is set by ${ms / minute} min`, (world) => {
      world.time.wall += ms;
    }),
  ),
  fc.array(fate, { minLength: 1, maxLength: 4 }).map((fates) =>
    command(`requests: ${fates.map((each) => JSON.stringify(each))}`, (world) => {
      world.network.fates = [...fates];
    }),
  ),
  fc.boolean().map((isOnline) =>
    command(isOnline ? "online" : "offline", (world) => {
      world.network.isOnline = isOnline;
    }),
  ),
  fc
    .tuple(index, fc.constantFrom(...modes))
    .map(([which, mode]) => command(`store ${which} ${mode}`, (world) => world.setMode(which, mode))),
  fc.constant(command("settle", (world) => world.settle())),
];
