import { readFileSync } from "node:fs";

/*
 * Loaded before a server (`--import`), it lets the system's clock go wrong by as many seconds as the file says that CLOCK_FILE
 * names: at the start, and again whenever it says something else and the process gets SIGUSR2.
 */

const RealDate = Date;
let offset = 0;

const read = () => {
  offset = Number(readFileSync(process.env.CLOCK_FILE as string, "utf8")) * 1_000;
};
read();
process.on("SIGUSR2", read);

globalThis.Date = class extends RealDate {
  constructor(...given: []) {
    if (given.length > 0) super(...given);
    else super(RealDate.now() + offset);
  }

  static override now(): number {
    return RealDate.now() + offset;
  }
} as DateConstructor;
