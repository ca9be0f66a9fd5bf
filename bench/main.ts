import { measureBundle } from "./bundle.ts";
import { measureColdStart } from "./cold-start.ts";
import { measureHotPaths } from "./hot-paths.ts";
import { measureHover } from "./hover.ts";
import { measureTypeCost } from "./type-cost.ts";

const usage = `Usage: npm run bench [-- NAME ...]

  types       What the client costs a compiler. Exits with 1 beyond its bound.
  hover       How long an editor waits for a route's text, and for names. Exits with 1 beyond its bound.
  bundle      How large the Lambda bundle is, and what fills it.
  paths       What the hot paths cost beside what they cannot do without.
  cold-start  What a new Lambda environment costs, beside better-auth's. Exits with 1 beyond its bounds.

Without a name, all of them.
`;

/** The published client may cost this share of what hc<App> from source costs. */
const typeCostBound = 0.05;

async function types(): Promise<boolean> {
  const { published, source, ratio } = await measureTypeCost();
  console.table({ "published client": published, "hc<App> from source": source });
  console.log(`Instantiations: ${ratio.toFixed(4)} of those from source (at most ${typeCostBound})`);
  return ratio <= typeCostBound;
}

/** Milliseconds that an editor may wait in 95 of 100 cases. */
const hoverBound = 50;

async function hover(): Promise<boolean> {
  const { published, source } = await measureHover();
  console.log("Milliseconds, each time after a change of the file:");
  console.table({ "published client": published, "hc<App> from source": source });
  const longest = Math.max(published["hover, 95th percentile"], published["completion, 95th percentile"]);
  console.log(`The published client: at most ${longest} (bound: ${hoverBound})`);
  return longest <= hoverBound;
}

/** What the API may cost of what better-auth costs: to start and answer once with a store that takes its time, and to upload. */
const coldStartBounds = { time: 0.5, bundle: 0.47 };

async function coldStart(): Promise<boolean> {
  const { times, bundles, hashes, ratios } = await measureColdStart();
  console.log("Milliseconds until an environment asks for its first event, and of that event:");
  console.table(times);
  console.table({ "bundle, bytes": bundles, "one password, ms": hashes });
  const { time, timeWithSlowStore, bundle } = ratios;
  console.log(
    `Of better-auth's: start without a database, both reading their secrets from the slow store, ${timeWithSlowStore.toFixed(2)} ` +
      `(at most ${coldStartBounds.time}); from an instant one, better-auth from none, ${time.toFixed(2)}; ` +
      `bundle ${bundle.toFixed(2)} (at most ${coldStartBounds.bundle})`,
  );
  return timeWithSlowStore <= coldStartBounds.time && bundle <= coldStartBounds.bundle;
}

async function table(measure: () => Promise<object>): Promise<boolean> {
  console.table(await measure());
  return true;
}

const benchmarks: Record<string, () => Promise<boolean>> = {
  types,
  hover,
  bundle: () => table(measureBundle),
  paths: () => table(measureHotPaths),
  "cold-start": coldStart,
};

async function main(names: string[]): Promise<number> {
  const isHelp = names.includes("--help") || names.includes("-h");
  if (isHelp || names.some((name) => !Object.hasOwn(benchmarks, name))) {
    (isHelp ? process.stdout : process.stderr).write(usage);
    return isHelp ? 0 : 2;
  }
  let isWithinBounds = true;
  for (const name of names.length > 0 ? names : Object.keys(benchmarks)) {
    console.log(`\n${name}`);
    isWithinBounds = ((await benchmarks[name]?.()) ?? true) && isWithinBounds;
  }
  return isWithinBounds ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  return 1;
});
