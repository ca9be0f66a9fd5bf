import values from "./measured.json" with { type: "json" };
import type { ProcessorTimes } from "./processor.ts";
import type { Weights } from "./weights.ts";

/** What the model stands on: `npx node bench/capacity/measure.ts --write` measures it anew. */
export interface Measured {
  /** The day, the machine and the versions. */
  on: string;
  processor: ProcessorTimes;
  weights: Weights;
}

export const measured: Measured = values;
