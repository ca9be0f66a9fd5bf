import { delays, type Prepared, prepare } from "../cold-start/database.ts";
import { measureStart, type Start } from "../cold-start/start.ts";
import { buildSubjects, type RouteClass, variablesFor } from "../cold-start/subjects.ts";
import { versionOf } from "../peers.ts";
import { interleaved, methodOfRatios, pairedRatio, spread, spreadColumns } from "../sampling.ts";
import { needsMongodb, type Progress, type Ratio, type Result, type Scenario } from "../scenario.ts";

/** Fresh environments of each kind. */
const rounds = 15;

const slowStore = Math.max(...delays) as (typeof delays)[number];

/** What the classes of routes are called, and their bounds: of better-auth by itself, and with the plugins. */
const classes: Record<RouteClass, { name: string; bounds: [number, number] }> = {
  health: { name: "needs nothing", bounds: [0.3, 0.3] },
  stranger: { name: "refuses a stranger", bounds: [0.3, 0.3] },
  account: { name: "reads one's account", bounds: [0.45, 0.3] },
  signIn: { name: "signs in", bounds: [0.45, 0.3] },
};

export const scenario: Scenario = {
  name: "cold-start",
  title: "Cold start on Lambda",
  about: "What a new Lambda environment costs by what is first asked of it, beside better-auth's.",
  seconds: 150,
  unavailable: needsMongodb,
  measure,
};

interface Kind {
  name: string;
  take(): Promise<Start>;
}

async function measure(progress: Progress): Promise<Result> {
  const { empty, ...others } = await buildSubjects();
  const prepared: Prepared[] = [];
  for (const subject of Object.values(others)) prepared.push(await prepare(subject));
  const kinds = [{ name: empty.name, take: async () => (await measureStart(empty, variablesFor(""), {})).start }];
  kinds.push(...prepared.flatMap(kindsOf));
  const samples = await interleaved(kinds, rounds, ({ name, take }, round) => {
    progress(round, rounds + 1, name);
    return take();
  });
  return report(new Map([...samples].map(([{ name }, starts]) => [name, starts])));
}

const nameOf = (subject: string, what: RouteClass, delay: number) =>
  `${subject}, ${classes[what].name}, store of ${delay} ms`;

/** Each class with the slower store, and with the other one what needs nothing. */
function kindsOf({ subject, requests, variables }: Prepared): Kind[] {
  const kind = (what: RouteClass, delay: (typeof delays)[number]): Kind => ({
    name: nameOf(subject.name, what, delay),
    take: async () => (await measureStart(subject, variables[delay], requests[what])).start,
  });
  const names = Object.keys(classes) as RouteClass[];
  return [kind("health", 0), ...names.map((what) => kind(what, slowStore))];
}

function report(starts: ReadonlyMap<string, Start[]>): Result {
  const series = (take: (start: Start) => number) =>
    Object.fromEntries([...starts].map(([name, of]) => [name, of.map(take)]));
  const both = series(({ init, first }) => init + first);
  const cpu = series((start) => start.cpu);
  const table = (title: string, samples: Record<string, number[]>, unit: string) => ({
    title,
    unit,
    columns: spreadColumns,
    rows: Object.entries(samples).map(([name, values]) => ({ name, values: spread(values) })),
  });
  return {
    ratios: [...ratiosOf(both, "time"), ...ratiosOf(cpu, "processor time")],
    tables: [
      { ...table("Start and first answer", both, "ms"), chart: true },
      table("Processor time of both", cpu, "ms"),
      table(
        "Of it the start",
        series(({ init }) => init),
        "ms",
      ),
    ],
    samples: { ...both, ...Object.fromEntries(Object.entries(cpu).map(([name, of]) => [`${name}, processor`, of])) },
    method: method(),
  };
}

/** Of each class, with the slower store, beside better-auth's by itself and with the plugins. */
function ratiosOf(samples: Record<string, number[]>, of: string): Ratio[] {
  const taken = (subject: string, what: RouteClass) => samples[nameOf(subject, what, slowStore)] ?? [];
  return (Object.keys(classes) as RouteClass[]).flatMap((what) =>
    ["bare", "with plugins"].map((form, index) => ({
      name: `The first answer ${classes[what].name}: ${of} from the start of the process, of better-auth's ${form}`,
      value: pairedRatio(taken("Rollcall", what), taken(`better-auth, ${form}`, what)),
      ...(of === "time" && { atMost: classes[what].bounds[index] as number }),
    })),
  );
}

const method =
  () => `Each function is bundled as the deployment bundles it, and started under AWS's own Node runtime client with
\`--expose-gc\`, which published copies of Lambda's bootstrap give Node: ${rounds} new processes of each kind, in turns. The time is
that from the start of the process until it asks for its first event, and that of its first answer. Every function reads
its two secrets, the key and the connection string, from a parameter store on this machine, with Rollcall's own reader: from one that answers at once,
and from one that takes ${slowStore} ms. Rollcall loads its service while it waits; a better-auth whose options are
made when its module is loaded, as its documents show it, waits first.

${versionOf("better-auth")}, with its MongoDB adapter and the same driver, bare: addresses and passwords. With plugins: what Rollcall has beside, which is
bearer tokens (\`bearer\`), tokens for other services with a key set (\`jwt\`, ES256), administration (\`admin\`), sign-in by link and by
code (\`magicLink\`, \`emailOTP\`), an OpenAPI document (\`openAPI\`), confirmed addresses, resets, change of address and deletion (options of its core), and limits in the database
for the routes that Rollcall limits. Rollcall's audit trail, outbox and reauthentication have no counterpart.

First asked: \`GET /health\` beside \`/ok\`; \`GET /me\` with a token that is none, a 401, beside \`/get-session\` with a cookie that is none; both again
for the account that is signed in; and a sign-in, which contains a hash: Argon2id here, scrypt there.
Not comparable: milliseconds of another machine, and Lambda's own time to fetch and unpack the code. ${methodOfRatios}`;
