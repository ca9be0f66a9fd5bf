import { lookup } from "node:dns";
import { describe, expect, it, onTestFinished } from "vitest";
import { openMongoDatabase, RollcallError } from "../../packages/core/src/index.ts";
import { startAnsweringMongodb } from "../support/answering-mongodb.ts";
import { timed } from "../support/timed.ts";

describe("a database whose name does not resolve", () => {
  it("is unavailable at once or soon, and is used within 10 seconds once the name is known (Q176, Q191)", async () => {
    const { host } = await startAnsweringMongodb(() => ({}));
    let isKnown = true;
    const resolve: typeof lookup = ((name: string, options: object, done: (error: Error) => void) => {
      if (isKnown) return lookup("127.0.0.1", options, done as never);
      const code = "ENOTFOUND";
      done(Object.assign(new Error(`getaddrinfo ${code} ${name}`), { code, syscall: "getaddrinfo", hostname: name }));
    }) as never;
    const uri = `mongodb://database.example.test:${host.split(":")[1]}/rollcall`;
    const database = openMongoDatabase({ uri, definitions: [], driver: { lookup: resolve } });
    onTestFinished(() => database.close());
    isKnown = false;
    const { result, ms } = await timed(() => database.ping().catch((error) => error));
    expect(result).toBeInstanceOf(RollcallError);
    expect(result).toMatchObject({ code: "unavailable" });
    expect(ms).toBeLessThan(5_000);
    isKnown = true;
    const back = await timed(async () => {
      while (
        !(await database.ping().then(
          () => true,
          () => false,
        ))
      );
    });
    expect(back.ms).toBeLessThan(10_000);
  });
});
