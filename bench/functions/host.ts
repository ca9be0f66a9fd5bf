/*
 * The process in which a function is measured: `host.ts MODULE NAME`. The export of that name makes it. It answers each
 * message with what so many milliseconds of calls took, with so many calls under way at any time.
 */

/** What the host is asked for. */
export interface Calls {
  milliseconds: number;
  lanes: number;
}

export interface Called {
  count: number;
  milliseconds: number;
  /** Milliseconds of processor time. */
  cpu: number;
}

const [module = "", name = ""] = process.argv.slice(2);
const { [name]: make } = (await import(module)) as Record<string, () => Promise<() => unknown>>;
const call = await (make as () => Promise<() => unknown>)();

async function run({ milliseconds, lanes }: Calls): Promise<Called> {
  const before = process.cpuUsage();
  const start = performance.now();
  const end = start + milliseconds;
  const counts = await Promise.all(Array.from({ length: lanes }, () => callUntil(end)));
  const { user, system } = process.cpuUsage(before);
  const count = counts.reduce((sum, some) => sum + some, 0);
  return { count, milliseconds: performance.now() - start, cpu: (user + system) / 1_000 };
}

/** Looks at the clock once in a millisecond, as that takes longer than some functions. */
async function callUntil(end: number): Promise<number> {
  let count = 0;
  let batch = 1;
  for (let now = performance.now(); now < end; ) {
    for (let n = 0; n < batch; n++) await call();
    count += batch;
    const taken = performance.now() - now;
    if (taken < 1) batch *= 2;
    now += taken;
  }
  return count;
}

process.on("message", (message: Calls | "usage") => {
  if (message === "usage") return;
  run(message).then(
    (answer) => process.send?.(answer),
    (error: Error) => process.send?.({ error: error.message }),
  );
});
// The probe would let it end.
process.channel?.ref();
console.error("ready");
