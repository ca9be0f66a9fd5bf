import type { Context } from "../context.ts";
import type { Update } from "../database/collection.ts";
import { type Place, placeOf, placesByKey } from "./digests.ts";
import { type GuessingSlice, maxPlaces, type Places } from "./guessing.slice.ts";

/** Kinds of browsers that are remembered in one network. */
const maxBrowsers = 10;

/** The part of a sign-in's write that remembers where it came from, and whether its owner was never seen there before. */
export function rememberPlace(ctx: Context, seen: GuessingSlice & { _id: string }): { update: Update; isNew: boolean } {
  const here = placesByKey(ctx, seen._id);
  const { network, browser } = here[0] as Place;
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
    isNew: !here.some((place) => places[place.network]?.[place.browser]),
    update: {
      $set: { [`places.${network}.${browser}`]: now },
      ...(gone.length > 0 && { $unset: Object.fromEntries(gone.map((path) => [path, true as const])) }),
    },
  };
}

/** The update that takes every place for a new one. */
export const forgetPlaces: Update = { $unset: { places: true } };

/** What a new account remembers of where it was made. */
export function placesOf(ctx: Context, userId: string): Required<Pick<GuessingSlice, "places">> {
  const { network, browser } = placeOf(ctx, userId);
  return { places: { [network]: { [browser]: ctx.clock.now() } } };
}

/** Whether its owner has signed in from this network before. Nobody is anywhere without an address. */
export function isKnownPlace(ctx: Context, { _id, places = {} }: GuessingSlice & { _id: string }): boolean {
  return ctx.ip !== null && placesByKey(ctx, _id).some(({ network }) => places[network] !== undefined);
}

/** The network of a request, as it is kept of an account: nobody reads from it which one it is. */
export const networkOf = (ctx: Context, userId: string): string => placeOf(ctx, userId).network;

/** Whether a request comes from a network that was kept. */
export function isFrom(ctx: Context, userId: string, kept: string): boolean {
  return placesByKey(ctx, userId).some(({ network }) => network === kept);
}

/** Those that make room for one more, the oldest first to go. */
function beyond<T>(entries: T[], time: (entry: T) => number, most: number): T[] {
  return entries.sort((a, b) => time(b) - time(a)).slice(most - 1);
}

const newest = (browsers: Places[string]) => Math.max(...Object.values(browsers).map((at) => at.getTime()));
