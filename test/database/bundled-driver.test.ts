import { globSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { describe, expect, it, onTestFinished } from "vitest";
import { throttles } from "../../packages/core/src/guessing/index.ts";
import type { openMongoDatabase } from "../../packages/core/src/index.ts";
import { addLeanPackages } from "../../scripts/lean-packages/main.ts";
import { nodeBundle } from "../../scripts/node-bundle.ts";
import { hasMongodb, newMongodbUri } from "../support/mongodb.ts";

const source = join(import.meta.dirname, "../../packages/core/src/database/mongodb.ts");

/** The database as a deployed function opens it, with the driver that stands beside it. */
async function openBundled(uri: string, forApi: boolean) {
  const outdir = mkdtempSync(join(import.meta.dirname, "../../node_modules/.driver-"));
  onTestFinished(() => rmSync(outdir, { recursive: true, force: true }));
  await build({ ...nodeBundle, external: ["mongodb"], entryPoints: [source], outdir });
  await addLeanPackages(outdir, forApi);
  const [file = ""] = globSync("mongodb.mjs", { cwd: outdir });
  const bundle = (await import(pathToFileURL(join(outdir, file)).href)) as {
    openMongoDatabase: typeof openMongoDatabase;
  };
  const database = bundle.openMongoDatabase({ uri, definitions: [throttles] });
  onTestFinished(() => database.close());
  return database.collection(throttles);
}

describe.skipIf(!hasMongodb)("the driver beside a function", () => {
  it.each([
    ["the API", true],
    ["any other", false],
  ])("has all that %s asks of it", async (_, forApi) => {
    const { uri } = await newMongodbUri();
    const counts = await openBundled(uri, forApi);
    const [_id, expiresAt] = ["ip|1", new Date()];
    await counts.insertOne({ _id, expiresAt });
    expect(await counts.findOne({ _id })).toEqual({ _id, expiresAt });
    expect(await counts.findOneAndUpdate({ _id: "ip|2" }, { $set: { expiresAt } }, { upsert: true })).toBeTruthy();
    expect(await counts.updateOne({ _id }, { $set: { total: 1 } })).toBe(true);
    expect(await counts.find({ total: 1 }, { sort: { _id: 1 }, limit: 10 })).toHaveLength(1);
    expect(await counts.deleteOne({ _id })).toBe(true);
    if (forApi) return;
    expect(
      await counts.bulkWrite([
        { insertOne: { document: { _id, expiresAt } } },
        { updateOne: { filter: { _id }, update: { $set: { total: 2 } } } },
        { deleteOne: { filter: { _id } } },
      ]),
    ).toBe(2);
  });
});
