import type { Call } from "./call.ts";

/** Opens lanes to a server: connections that are kept, each of which has one call under way at any time. */
export interface Open {
  open: string;
  url: string;
  lanes: number;
  /** What each lane calls once. */
  first: Call[];
}

/** Calls for so long, in the order of the list, over and over. Calls under way are waited for. */
export interface Run {
  run: string;
  calls: Call[];
  milliseconds: number;
  /** At most so many. */
  atMost?: number;
}

export interface Ran {
  count: number;
  /** From the first call to the last answer. */
  milliseconds: number;
  /** Milliseconds from a call to its answer. */
  latency: { median: number; p95: number };
}
