/** Random numbers that a seed repeats (mulberry32, by Tommy Ettinger). */
export interface Random {
  /** From 0 up to, but without, 1. */
  next(): number;
  /** Exponential, with this mean. */
  exponential(mean: number): number;
}

export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return { next, exponential: (mean) => -mean * Math.log(1 - next()) };
}
