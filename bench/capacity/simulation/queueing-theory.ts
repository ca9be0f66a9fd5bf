/* What can be computed of a line, to hold the simulation against (Kleinrock, Queueing Systems I, chapters 3 and 5). */

/**
 * The share that is turned away where nobody waits (M/G/c/c; Erlang's B formula), by the recursion that does not overflow.
 * @param offered mean arrivals in the mean time of a service
 */
export function erlangB(servers: number, offered: number): number {
  let lost = 1;
  for (let n = 1; n <= servers; n++) lost = (offered * lost) / (n + offered * lost);
  return lost;
}

/** The share that has to wait (M/M/c; Erlang's C formula). `offered` is less than `servers`. */
export function erlangC(servers: number, offered: number): number {
  const lost = erlangB(servers, offered);
  return lost / (1 - (offered / servers) * (1 - lost));
}

/** The mean time in line, M/M/c, in the unit of `service`. `rate` is arrivals in that unit. */
export function meanWait(servers: number, rate: number, service: number): number {
  return (erlangC(servers, rate * service) * service) / (servers - rate * service);
}

/** The mean time in line of one server whose services all take as long (M/D/1, by Pollaczek and Khinchine). */
export function meanWaitOfEqual(rate: number, service: number): number {
  return (rate * service * service) / (2 * (1 - rate * service));
}
