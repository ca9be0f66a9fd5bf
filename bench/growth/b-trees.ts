import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { deserialize, serialize } from "node:v8";
import type { Filter, FindOptions, Index } from "../../packages/core/src/database/collection.ts";
import { type UserDocument, users } from "../../packages/core/src/user/index.ts";
import { plansFor } from "../../test/support/query-plans.ts";

type SqlValue = string | number;

/** What a list reads: the rest of an account is as long as its keys. */
const listed = ["_id", "email", "emailVerified", "name", "roles", "status", "createdAt", "updatedAt", "lastLoginAt"];

/**
 * Accounts in a file of B-trees: one with the documents by their place in the order of ids, and one for each index that is declared for lists, of values
 * with that place behind. So a query goes the way that MongoDB goes with the same indexes, and the time that this takes, and how much is
 * looked at, are those of a real tree of so many entries.
 */
export class BTrees {
  readonly #database: DatabaseSync;
  readonly #indexes = users.indexes.filter(isForLists).map((index) => ({ index, ...namesOf(index) }));
  /** Entries that queries have looked at so far. */
  lookedAt = 0;

  constructor(directory: string, name: string) {
    this.#database = new DatabaseSync(join(directory, `${name}.sqlite`));
    this.#database.exec(`PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000;
      CREATE TABLE documents (place INTEGER PRIMARY KEY, id TEXT, body BLOB);
      ${this.#indexes.map(({ table }) => `CREATE TABLE new_${table} (value, place INTEGER);`).join("\n")}`);
  }

  /** Takes accounts in the order of their ids. */
  fill(accounts: Iterable<UserDocument>): void {
    const add = this.#database.prepare("INSERT INTO documents (id, body) VALUES (?, ?)");
    const adders = this.#indexes.map(({ table, field }) => ({
      field,
      insert: this.#database.prepare(`INSERT INTO new_${table} VALUES (?, ?)`),
    }));
    this.#database.exec("BEGIN");
    for (const account of accounts) {
      const body = Object.fromEntries(Object.entries(account).filter(([field]) => listed.includes(field)));
      const { lastInsertRowid: place } = add.run(account._id, serialize(body));
      for (const { field, insert } of adders) for (const value of valuesOf(account, field)) insert.run(value, place);
    }
    this.#database.exec("COMMIT; CREATE UNIQUE INDEX ids ON documents (id);");
    // In their order: a tree that grows at its end is as dense as one can be.
    for (const { table } of this.#indexes)
      this.#database.exec(`
        CREATE TABLE ${table} (value, place INTEGER, PRIMARY KEY (value, place)) WITHOUT ROWID;
        INSERT INTO ${table} SELECT value, place FROM new_${table} ORDER BY value, place;
        DROP TABLE new_${table};`);
  }

  /** @throws Error for a query that no declared index answers alone, and in order. */
  find(filter: Filter, { sort, limit }: FindOptions): UserDocument[] {
    const plan = plansFor(users, { filter, sort }).find(({ isOrdered, onTop }) => isOrdered && onTop.length === 0);
    if (!plan) throw new Error(`No index answers ${JSON.stringify(filter)}`);
    const { _id: bound, ...equal } = filter as { _id?: { $lt: string } } & Record<string, SqlValue>;
    const [value] = Object.values(equal);
    const table = this.#indexes.find(({ index }) => index === plan.index)?.table ?? "documents";
    const conditions = [...(value === undefined ? [] : ["value = ?"]), ...(bound ? ["place < ?"] : [])];
    const where = conditions.length > 0 ? `WHERE ${conditions.join(" AND ")}` : "";
    const places = `SELECT place FROM ${table} ${where} ORDER BY place DESC LIMIT ${limit}`;
    const rows = this.#run(`SELECT body FROM (${places}) JOIN documents USING (place)`, [
      ...(value === undefined ? [] : [value]),
      ...(bound ? [this.#placeOf(bound.$lt)] : []),
    ]);
    this.lookedAt += rows.length;
    return rows.map(({ body }) => deserialize(body as Uint8Array) as UserDocument);
  }

  #placeOf(id: string): number {
    return Number(this.#run("SELECT place FROM documents WHERE id = ?", [id])[0]?.place);
  }

  readonly #statements = new Map<string, ReturnType<DatabaseSync["prepare"]>>();

  /** @throws Error where it would sort in memory, or read a whole tree. */
  #run(sql: string, values: SqlValue[]) {
    let statement = this.#statements.get(sql);
    if (!statement) {
      const steps = this.#database
        .prepare(`EXPLAIN QUERY PLAN ${sql}`)
        .all(...values)
        .map(({ detail }) => String(detail));
      if (steps.some((step) => step.includes("TEMP B-TREE"))) throw new Error(`${sql} sorts in memory: ${steps}`);
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement.all(...values);
  }

  /** The id of the n-th account, from 0 on. */
  idOf(n: number): string {
    return String(this.#run("SELECT id FROM documents WHERE place = ?", [n + 1])[0]?.id);
  }

  close(): void {
    this.#database.close();
  }
}

const isForLists = ({ keys }: Index) => Object.keys(keys)[1] === "_id";

function namesOf({ keys }: Index) {
  const [field = ""] = Object.keys(keys);
  return { field, table: `by_${field}` };
}

/** One entry for each element of a list, and none for what is absent. */
function valuesOf(account: UserDocument, field: string): SqlValue[] {
  const value = (account as unknown as Record<string, unknown>)[field];
  const values = Array.isArray(value) ? value : [value];
  return values.flatMap((each) => (each instanceof Date ? [each.getTime()] : each == null ? [] : [each as SqlValue]));
}
