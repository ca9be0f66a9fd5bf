import type {
  CollectionDefinition,
  Document,
  Filter,
  FindOptions,
  Index,
} from "../../packages/core/src/database/collection.ts";

/*
 * What a database can do with a query and the indexes that are declared, by the rules that every one keeps which has MongoDB's: it goes
 * along one index, whose first fields are asked for by a value each; behind these it finds everything in the index's order, from one
 * bound to another. So it can be said of each query what it would cost among a million documents, without any.
 */

export interface Query {
  filter: Filter;
  /** Of `find`; whatever else takes one document, any that matches. */
  sort?: FindOptions["sort"];
}

export interface Plan {
  index: Index;
  /** Whether there is one document at most with what is asked for. */
  isPoint: boolean;
  /** Whether documents come in the order that is asked for. */
  isOrdered: boolean;
  /** Fields by which documents are left out that the index leads to: nobody knows how many. */
  onTop: string[];
}

const byId: Index = { keys: { _id: 1 }, unique: true };

/** The plans there are; none where the whole collection would be read. */
export function plansFor({ indexes }: Pick<CollectionDefinition<Document>, "indexes">, query: Query): Plan[] {
  return [byId, ...indexes].flatMap((index) => planAlong(index, query) ?? []);
}

function planAlong(index: Index, { filter, sort = {} }: Query): Plan | null {
  const fields = Object.keys(index.keys);
  const isGiven = (field: string) => kindOf(filter[field]) === "value";
  const firstOpen = fields.findIndex((field) => !isGiven(field));
  const given = firstOpen < 0 ? fields : fields.slice(0, firstOpen);
  const open = fields[given.length];
  const bounded = open !== undefined && kindOf(filter[open]) === "range" ? [open] : [];
  const isOrdered = isInOrder(index, given, sort);
  const isUsed = given.length > 0 || bounded.length > 0 || (isOrdered && Object.keys(sort).length > 0);
  if (!isUsed) return null;
  const onTop = Object.keys(filter).filter((field) => ![...given, ...bounded].includes(field));
  return { index, isPoint: index.unique === true && given.length === fields.length, isOrdered, onTop };
}

/** What is the same in all documents needs no order; the rest has to follow in the index, all forwards or all backwards. */
function isInOrder({ keys }: Index, given: readonly string[], sort: FindOptions["sort"]): boolean {
  const left = Object.entries(keys).slice(given.length);
  const wanted = Object.entries(sort).filter(([field]) => !given.includes(field));
  const turns = wanted.map(([field, direction], at) => (left[at]?.[0] === field ? direction * left[at][1] : 0));
  return turns.every((turn) => turn !== 0 && turn === turns[0]);
}

/** What is asked for by a list of values comes in the order of the index, too. */
const bounds = ["$gt", "$gte", "$lt", "$lte", "$in"];

/** What a condition leaves of an index: the entries with one value, those between two, or whatever is there. */
function kindOf(condition: unknown): "value" | "range" | "any" {
  if (condition === undefined) return "any";
  const isOperator = typeof condition === "object" && condition !== null && !(condition instanceof Date);
  if (!isOperator) return "value";
  const operators = Object.entries(condition);
  if (operators.every(([operator]) => bounds.includes(operator))) return "range";
  // A field that is absent has its place in an index, too.
  return operators.every(([operator, value]) => operator === "$exists" && value === false) ? "value" : "any";
}
