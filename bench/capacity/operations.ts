/* What the service is asked for, what each asks of the database, and how often. */

export type Operation = "signIn" | "register" | "refresh" | "me" | "serviceToken";

interface Trips {
  /** In what is read as a request: the method and the path. */
  route: string;
  /** Round trips to the database one after the other; docs/architecture.md has them, and tests count them. */
  trips: number;
  /** Operations of the database, also those that run beside others. */
  reads: number;
  writes: number;
  /** Hashes of a password. */
  hashes: number;
  /** Events that it causes, which a relay carries out. */
  events: number;
}

export const operations: Record<Operation, Trips> = {
  signIn: { route: "POST /auth/login", trips: 2, reads: 0, writes: 3, hashes: 1, events: 1 },
  register: { route: "POST /auth/register", trips: 1, reads: 0, writes: 2, hashes: 1, events: 1 },
  refresh: { route: "POST /auth/refresh", trips: 1, reads: 0, writes: 1, hashes: 0, events: 0 },
  me: { route: "GET /me", trips: 1, reads: 1, writes: 0, hashes: 0, events: 0 },
  serviceToken: { route: "POST /auth/tokens", trips: 1, reads: 1, writes: 0, hashes: 0, events: 0 },
};

/**
 * What one monthly user does in a month, assumed: signs in twice a week and spends twenty hours in an app that renews its token every
 * ten minutes, and half as often reads the account and asks for a token for another service. One in five is new.
 */
export const month: Record<Operation, number> = { signIn: 8, register: 0.2, refresh: 120, me: 60, serviceToken: 60 };

/** Requests of a monthly user in a month. */
export const requestsInAMonth = Object.values(month).reduce((sum, count) => sum + count, 0);

/** The share that each has of all requests. */
export const mix = Object.fromEntries(
  Object.entries(month).map(([name, count]) => [name, count / requestsInAMonth]),
) as Record<Operation, number>;

/** The average over the mix of something that each operation has. */
export function average(of: (operation: Operation) => number): number {
  return (Object.keys(mix) as Operation[]).reduce((sum, name) => sum + mix[name] * of(name), 0);
}
