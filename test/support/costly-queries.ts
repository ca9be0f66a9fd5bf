import type {
  CollectionDefinition,
  Database,
  Document,
  Filter,
  FindOptions,
  Write,
} from "../../packages/core/src/database/collection.ts";
import { type Plan, plansFor, type Query } from "./query-plans.ts";

/** Where the index leads to more than is taken, and yet not to many. */
const exceptions = [
  // There are few administrators.
  { collection: "users", along: "roles", onTop: null },
  // Of one account, in the background, each event once.
  { collection: "events", along: "actor.id", onTop: ["ip"] },
  { collection: "events", along: "userId", onTop: ["ip"] },
];

/** Why a query would cost more the more documents there are, by the best way to run it; null where it would not. */
export function problemOf(definition: CollectionDefinition<Document>, query: Query): string | null {
  const plans = plansFor(definition, query);
  if (plans.length === 0) return "reads the whole collection";
  const ordered = plans.filter(({ isPoint, isOrdered }) => isPoint || isOrdered);
  if (ordered.length === 0) return "sorts in memory";
  const onTop = ordered.map((plan) => (plan.isPoint || isExcepted(definition, plan) ? [] : plan.onTop));
  const [least = []] = onTop.toSorted((a, b) => a.length - b.length);
  return least.length > 0 ? `reads past what does not match in ${least.join(", ")}` : null;
}

function isExcepted({ name }: CollectionDefinition<Document>, { index, onTop }: Plan): boolean {
  const [along] = Object.keys(index.keys);
  return exceptions.some(
    (known) =>
      known.collection === name &&
      known.along === along &&
      (known.onTop === null || onTop.every((field) => known.onTop.includes(field))),
  );
}

/** A view of a database that shows what it is asked for before it answers. */
export function watchingQueries(
  database: Database,
  see: (definition: CollectionDefinition<Document>, query: Query, method: string) => void,
): Database {
  return {
    ...database,
    collection(definition) {
      const methods = Object.entries(database.collection(definition)).map(([name, method]) => [
        name,
        (...args: unknown[]) => {
          for (const query of queriesOf(name, args)) see(definition as CollectionDefinition<Document>, query, name);
          return (method as (...args: unknown[]) => unknown)(...args);
        },
      ]);
      return Object.fromEntries(methods);
    },
  };
}

function queriesOf(method: string, [first, options]: unknown[]): Query[] {
  if (method === "insertOne") return [];
  if (method === "bulkWrite")
    return (first as Write<Document>[]).flatMap((write) => ("insertOne" in write ? [] : Object.values(write)));
  const { sort } = method === "find" ? (options as FindOptions) : {};
  return [{ filter: first as Filter, ...(sort && { sort }) }];
}

/**
 * A view of a database that refuses whatever would cost more with every document there is, on either form and however few documents a
 * test has: every query that the product makes in any test is held to the indexes that are declared. A test's own may be as it likes.
 */
export function refusingCostlyQueries(database: Database): Database {
  return watchingQueries(database, (definition, query, method) => {
    const problem = problemOf(definition, query);
    if (!problem || !isOfTheProduct(new Error().stack ?? "")) return;
    const refusal = `${definition.name}.${method}(${JSON.stringify(query.filter)}, …) ${problem}`;
    // What the service answers, a 500, does not tell.
    console.error(refusal);
    throw new Error(refusal);
  });
}

/** Where a call comes from: past what only passes it on. */
const passesOn = /node_modules|test\/support\/|core\/src\/database\/(?!.*\.test\.)|user\.store\.ts/;

function isOfTheProduct(stack: string): boolean {
  const frames = stack.split("\n").slice(1);
  const caller = frames.find((frame) => frame.includes("/") && !passesOn.test(frame)) ?? "";
  return /packages\/[^/]+\/src\//.test(caller) && !caller.includes(".test.ts");
}
