import { setTimeout as delay } from "node:timers/promises";
import { expect } from "vitest";
import type { TcpProxy } from "./tcp-proxy.ts";

/** Every way to lose a connection that is under way to a database. */
const cuts = {
  closed: (proxy: TcpProxy) => proxy.close(),
  ended: (proxy: TcpProxy) => proxy.close("end"),
  reset: (proxy: TcpProxy) => proxy.close("reset"),
  "closed as soon as it is taken": async (proxy: TcpProxy) => proxy.hangUp(),
  "stalled, then closed": async (proxy: TcpProxy) => {
    proxy.stall();
    await delay(1_500);
    await proxy.close();
  },
  stalled: async (proxy: TcpProxy) => proxy.stall(),
  forgotten: async (proxy: TcpProxy) => proxy.forget(),
  "stalled for longer than anybody waits": async (proxy: TcpProxy) => {
    proxy.stall();
    await delay(9_000);
  },
};

export type Cut = keyof typeof cuts;

/** So many cuts, of every kind in turn. */
export function everyCut(rounds: number): Cut[] {
  const kinds = Object.keys(cuts) as Cut[];
  return Array.from({ length: rounds }, (_, round) => kinds[round % kinds.length] as Cut);
}

/** Milliseconds for which an answer of the database takes to arrive, so that a cut meets some on their way. */
const latency = 100;

/** Milliseconds for which the database is away. */
const away = 300;

export interface Round {
  cut: Cut;
  /** Milliseconds from the database's return to the first answer 200 of a request that began after it. */
  recovery: number;
  /** Milliseconds of the longest request. */
  longest: number;
  /** What requests were answered, in order. */
  statuses: number[];
}

export interface Traffic {
  /** Sends one request, and resolves to the status of its answer. */
  request: () => Promise<number>;
  /** How many send requests at the same time, each the next one when the last has been answered. */
  clients: number;
}

/** Cuts the connections that a proxy carries, one time after the other, in the midst of traffic. */
export async function cutConnections(proxy: TcpProxy, rounds: readonly Cut[], traffic: Traffic): Promise<Round[]> {
  const results: Round[] = [];
  for (const cut of rounds) results.push(await cutOnce(proxy, cut, traffic));
  return results;
}

async function cutOnce(proxy: TcpProxy, cut: Cut, { request, clients }: Traffic): Promise<Round> {
  const statuses: number[] = [];
  const recovered = Promise.withResolvers<number>();
  let longest = 0;
  let returnedAt = Number.POSITIVE_INFINITY;
  let isOver = false;

  const send = async () => {
    const startedAt = performance.now();
    const status = await request();
    const endedAt = performance.now();
    longest = Math.max(longest, endedAt - startedAt);
    statuses.push(status);
    if (status === 200 && startedAt >= returnedAt) recovered.resolve(endedAt - returnedAt);
    // A refusal may come at once.
    if (status !== 200) await delay(20);
  };
  const sendOn = async () => {
    while (!isOver) await send();
  };

  proxy.slow(latency);
  const sending = Array.from({ length: clients }, sendOn);
  await delay(latency + Math.random() * 2 * latency);
  await cuts[cut](proxy);
  proxy.slow(0);
  await delay(away);
  await proxy.open();
  returnedAt = performance.now();
  const recovery = await recovered.promise;
  isOver = true;
  await Promise.all(sending);
  return { cut, recovery, longest, statuses };
}

/** Holds rounds against what the service promises, and says how near they came to it. */
export function expectHealed(rounds: readonly Round[]): void {
  const most = (of: (round: Round) => number) => Math.round(Math.max(...rounds.map(of)));
  console.log(`Recovery ${most(({ recovery }) => recovery)} ms, request ${most(({ longest }) => longest)} ms at most`);
  for (const { cut, recovery, longest, statuses } of rounds) {
    expect.soft(recovery, cut).toBeLessThan(10_000);
    expect.soft(longest, cut).toBeLessThan(15_000);
    expect.soft(new Set([...statuses, 200, 503]), cut).toEqual(new Set([200, 503]));
  }
}
