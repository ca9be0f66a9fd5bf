/** One benchmark, `npm run bench -- NAME`: what a file of bench/scenarios exports as `scenario`. */
export interface Scenario {
  /** As its file is called. */
  name: string;
  /** Of its page. */
  title: string;
  /** One line for --help and the index. */
  about: string;
  /** What it takes about, for the time left. */
  seconds: number;
  /** Those whose samples it computes with. */
  after?: readonly string[];
  /** What is missing, such as MONGODB_URI; null where it can run. */
  unavailable?(): string | null;
  measure(progress: Progress): Promise<Result>;
}

/** Tells that `done` of `of` steps are behind, and what comes now. */
export type Progress = (done: number, of: number, what: string) => void;

export interface Result {
  /** What the page opens with. */
  ratios: Ratio[];
  tables: Table[];
  /** Raw samples by series. */
  samples: Record<string, number[]>;
  /** Method and settings in Markdown: what was done, versions of peers, what cannot be compared. */
  method: string;
}

/** A figure with the bounds that it has to keep. Beyond those of one that is exact, the run fails. */
export interface Ratio {
  name: string;
  value: number;
  atMost?: number;
  atLeast?: number;
  isExact?: true;
}

export interface Table {
  title: string;
  unit: string;
  columns: string[];
  rows: Row[];
  /** Draws its first column; where the next two are p5 and p95, they are its range. */
  chart?: true;
}

export interface Row {
  name: string;
  /** Null where there is none. */
  values: (number | null)[];
}

export function isWithinBounds({ value, atMost = Infinity, atLeast = -Infinity }: Ratio): boolean {
  return value <= atMost && value >= atLeast;
}

/** For `unavailable`. */
export function needsMongodb(): string | null {
  return process.env.MONGODB_URI ? null : "MONGODB_URI is not set";
}
