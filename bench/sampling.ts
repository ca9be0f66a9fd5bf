/* How samples are taken and what is said of them: one way for every benchmark. */

/** The nearest rank: with a share of 0.5 the median. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** The median distance from the median. */
export function medianDeviation(values: readonly number[]): number {
  const middle = median(values);
  return median(values.map((value) => Math.abs(value - middle)));
}

/** What a table says of a series. */
export const spreadColumns = ["median", "p5", "p95"];

export function spread(values: readonly number[]): number[] {
  return [median(values), quantile(values, 0.05), quantile(values, 0.95)];
}

/** The median of what each round says by itself, so that what slows a whole round changes nothing. */
export function pairedRatio(values: readonly number[], others: readonly number[]): number {
  return median(values.map((value, round) => value / (others[round] as number)));
}

/** How a page tells it. */
export const methodOfRatios =
  "A ratio is the median of the rounds' ratios, so it need not be the quotient of the medians in the tables.";

export function pairedDifference(values: readonly number[], others: readonly number[]): number {
  return median(values.map((value, round) => value - (others[round] as number)));
}

/**
 * Takes one sample of each subject in every round, so that whatever else the machine does meets all of them alike. The
 * first round warms up and is not kept; the order turns around with each.
 */
export async function interleaved<Subject, Sample>(
  subjects: readonly Subject[],
  rounds: number,
  take: (subject: Subject, round: number) => Promise<Sample>,
): Promise<Map<Subject, Sample[]>> {
  const samples = new Map<Subject, Sample[]>(subjects.map((subject) => [subject, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const subject of round % 2 === 0 ? subjects : subjects.toReversed()) {
      const sample = await take(subject, round);
      if (round > 0) samples.get(subject)?.push(sample);
    }
  }
  return samples;
}

/** Milliseconds of processor time, of the program and of the kernel for it, that this process has taken so far. */
export function cpuOfThisProcess(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
