/** What a run of `npm run test:faults` takes of something, and what one with `--long` does. */
export const lengthOf = (short: number, long: number): number => (process.env.FAULTS === "long" ? long : short);
