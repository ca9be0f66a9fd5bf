import { definitions } from "@rollcall/core";
import { expect, it } from "vitest";
import { bodyOf, signUp } from "../../support/accounts.ts";
import { hasMongodb, newMongodbUri } from "../../support/mongodb.ts";
import { type Api, startApi } from "./api.ts";

it.runIf(hasMongodb)(
  "20 environments that start at once on an empty database agree on all of it (Q178, Q179)",
  async () => {
    const { uri, client } = await newMongodbUri();
    const apis = await Promise.all(Array.from({ length: 20 }, () => startApi({ mongodbUri: uri })));
    const signedIn = await Promise.all(apis.map((api, n) => signUp(api, `ada${n}@example.com`)));

    const sets = await client.db().collection("signingKeys").find().toArray();
    const states = sets.flatMap(({ keys }) => Object.values(keys as Record<string, { state: string }>));
    expect([sets.length, states.map(({ state }) => state)]).toEqual([1, ["active"]]);
    for (const { name, indexes } of definitions.filter((definition) => definition.indexes.length > 0)) {
      expect(await client.db().collection(name).indexes()).toHaveLength(indexes.length + 1);
    }
    for (const [n, { user, tokens }] of signedIn.entries()) {
      const me = await (apis[(n + 1) % 20] as Api).call("GET", "/me", { token: tokens.accessToken });
      expect(await bodyOf(me)).toMatchObject({ id: user.id });
    }
    for (const { logs } of apis) expect(logs()).not.toContain("error");
  },
);
