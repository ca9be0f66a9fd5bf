import type { Context } from "../context.ts";
import type { Update } from "../database/collection.ts";
import { placeOf } from "./digests.ts";
import { type GuessingSlice, maxPlaces, type Places } from "./guessing.slice.ts";

/** Kinds of browsers that are remembered in one network. */
const maxBrowsers = 10;

/** The part of a sign-in's write that remembers where it came from, and whether its owner was never seen there before. */
export function rememberPlace(ctx: Context, seen: GuessingSlice & { _id: string }): { update: Update; isNew: boolean } {
  const { network, browser } = placeOf(ctx.secrets, seen._id, ctx.ip, ctx.userAgent);
  const places = seen.places ?? {};
  const known = places[network] ?? {};
  const now = ctx.clock.now();
  const gone = [
    ...beyond(
      Object.entries(places).filter(([id]) => id !== network),
      ([, browsers]) => newest(browsers),
      maxPlaces,
    ).map(([id]) => `places.${id}`),
    ...beyond(
      Object.entries(known).filter(([id]) => id !== browser),
      ([, at]) => at.getTime(),
      maxBrowsers,
    ).map(([id]) => `places.${network}.${id}`),
  ];
  return {
    isNew: known[browser] === undefined,
    update: {
      $set: { [`places.${network}.${browser}`]: now },
      ...(gone.length > 0 && { $unset: Object.fromEntries(gone.map((path) => [path, true as const])) }),
    },
  };
}

/** What a new account remembers of where it was made. */
export function placesOf(
  { secrets, clock, ip, userAgent }: Context,
  userId: string,
): Required<Pick<GuessingSlice, "places">> {
  const { network, browser } = placeOf(secrets, userId, ip, userAgent);
  return { places: { [network]: { [browser]: clock.now() } } };
}

/** Those that make room for one more, the oldest first to go. */
function beyond<T>(entries: T[], time: (entry: T) => number, most: number): T[] {
  return entries.sort((a, b) => time(b) - time(a)).slice(most - 1);
}

const newest = (browsers: Places[string]) => Math.max(...Object.values(browsers).map((at) => at.getTime()));
