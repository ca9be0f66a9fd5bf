import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type Consumer, install } from "./consumer.ts";

const strictest = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noEmit: true,
  target: "es2022",
  jsx: "react-jsx",
  skipLibCheck: true,
};

const bundler = { module: "esnext", moduleResolution: "bundler" };
const nodenext = { module: "nodenext", moduleResolution: "nodenext" };
const node16 = { module: "node16", moduleResolution: "node16" };
const node10 = { module: "commonjs", moduleResolution: "node" };

const page = { lib: ["es2022", "dom", "dom.iterable"], types: [] };
const node = { lib: ["es2022"], types: ["node"] };
const bun = { lib: ["esnext"], types: ["bun"] };
const workers = { lib: ["esnext"], types: ["@cloudflare/workers-types"] };

const lowest = "typescript-5.0";
const newest = "typescript";

const application = ["application.ts"];
const ofPage = [...application, "components.tsx"];
const ofService = [...application, "service.ts"];
const everywhere = [...ofPage, "service.ts"];
const ofNode = [...everywhere, "required.cts"];

const rows: [name: string, compiler: string, options: object, files: string[]][] = [
  ["a bundled page", newest, { ...bundler, ...page, skipLibCheck: false }, ofPage],
  ["Node, as modules and required", newest, { ...nodenext, ...node, skipLibCheck: false }, ofNode],
  ["Node, by the rules of Node 16", newest, { ...node16, ...node }, ofNode],
  ["Bun", newest, { ...bundler, ...bun }, everywhere],
  ["Workers", newest, { ...bundler, ...workers, skipLibCheck: false }, ofService],
  ["the last compiler with node10", "typescript-6", { ...node10, ...page, ignoreDeprecations: "6.0" }, everywhere],
  [
    "the lowest compiler without skipLibCheck",
    "typescript-5.7",
    { ...bundler, ...page, skipLibCheck: false },
    everywhere,
  ],
  ["the lowest compiler, bundled", lowest, { ...bundler, ...page }, ofPage],
  ["the lowest compiler, Node", lowest, { ...nodenext, ...node }, ofNode],
  ["the lowest compiler, Node 16", lowest, { ...node16, ...node }, ofNode],
  ["the lowest compiler, as Next once wrote it", lowest, { ...node10, ...page }, everywhere],
];

describe("the client's types are the same in", () => {
  let consumer: Consumer | null;
  beforeAll(async () => {
    consumer = await install("test/consumers/types");
  });

  it.for(rows)("%s (Q205)", async ([name, compiler, options, files], { skip }) => {
    if (!consumer) return skip("no registry");
    const config = `tsconfig.${name.replace(/\W+/g, "-")}.json`;
    const compilerOptions = { ...strictest, ...options };
    writeFileSync(join(consumer.directory, config), JSON.stringify({ compilerOptions, files }));
    expect(await consumer.npx("node", `node_modules/${compiler}/bin/tsc`, "-p", config)).toBe("");
  });
});
