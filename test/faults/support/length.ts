const isLong = process.env.FAULTS === "long";

/** What a run of `npm run test:faults` takes of something, and what one with `--long` does. */
export const lengthOf = <T>(short: T, long: T): T => (isLong ? long : short);
