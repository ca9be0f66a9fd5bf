import { getCookie } from "hono/cookie";
import { validator } from "hono/validator";
import type { Feature } from "./features.ts";

const text = { method: "POST", body: "abc" };
const json = { method: "POST", body: { a: 1 } };
const form = { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body: "a=1&b=%C3%A4" };
const parts = {
  method: "POST",
  headers: { "content-type": "multipart/form-data; boundary=x" },
  body: '--x\r\ncontent-disposition: form-data; name="a"; filename="a.txt"\r\n\r\nabc\r\n--x--\r\n',
};

/** What a handler may read of a request. */
export const requests: Record<string, Feature> = {
  "c.req.json": { use: (app) => app.post("/", async (c) => c.json(await c.req.json())), call: json },
  "c.req.text": { use: (app) => app.post("/", async (c) => c.text(await c.req.text())), call: text },
  "c.req.arrayBuffer": {
    use: (app) => app.post("/", async (c) => c.text(Buffer.from(await c.req.arrayBuffer()).toString("hex"))),
    call: text,
  },
  "c.req.bytes": {
    use: (app) => app.post("/", async (c) => c.text(Buffer.from(await c.req.bytes()).toString("hex"))),
    call: text,
  },
  "c.req.blob": { use: (app) => app.post("/", async (c) => c.text(String((await c.req.blob()).size))), call: text },
  "c.req.formData": {
    use: (app) => app.post("/", async (c) => c.json([...(await c.req.formData()).entries()])),
    call: form,
  },
  "c.req.formData of parts": {
    use: (app) =>
      app.post("/", async (c) => {
        const file = (await c.req.formData()).get("a") as File;
        return c.json([file.name, await file.text()]);
      }),
    call: parts,
  },
  "c.req.parseBody": { use: (app) => app.post("/", async (c) => c.json(await c.req.parseBody())), call: form },
  "c.req.raw.clone": {
    use: (app) => app.post("/", async (c) => c.text(`${await c.req.raw.clone().text()} ${await c.req.raw.text()}`)),
    call: text,
  },
  "c.req.raw.json": { use: (app) => app.post("/", async (c) => c.json(await c.req.raw.json())), call: json },
  "c.req.raw.body, in pieces": {
    use: (app) =>
      app.post("/", async (c) => {
        let length = 0;
        for await (const piece of c.req.raw.body ?? []) length += piece.length;
        return c.text(String(length));
      }),
    call: text,
  },
  "c.req.raw.bodyUsed": {
    use: (app) =>
      app.post("/", async (c) => {
        const before = c.req.raw.bodyUsed;
        await c.req.raw.text();
        return c.json([before, c.req.raw.bodyUsed]);
      }),
    call: text,
  },
  "c.req.raw.signal": { use: (app) => app.get("/", (c) => c.json(c.req.raw.signal.aborted)) },
  "c.req.raw.headers": {
    use: (app) =>
      app.get("/", (c) => {
        const { headers } = c.req.raw;
        return c.json([headers.has("X-A"), [...headers.keys()].includes("x-a"), [...headers.values()].includes("b")]);
      }),
    call: { headers: { "x-a": "b" } },
  },
  "a request made from a request": {
    use: (app) => app.post("/", async (c) => c.text(await new Request(c.req.raw, { headers: { a: "b" } }).text())),
    call: text,
  },
  "c.req.header": { use: (app) => app.get("/", (c) => c.json(c.req.header("x-a"))), call: { headers: { "x-a": "ä" } } },
  "c.req.queries": { use: (app) => app.get("/", (c) => c.json(c.req.queries())), call: { query: "a=1&a=%20&b" } },
  getCookie: { use: (app) => app.get("/", (c) => c.json(getCookie(c))), call: { cookies: ["a=1", "b=%20"] } },
  "validator of json": {
    use: (app) =>
      app.post(
        "/",
        validator("json", (value) => value),
        (c) => c.json(c.req.valid("json")),
      ),
    call: json,
  },
  "validator of json that is none": {
    use: (app) =>
      app.post(
        "/",
        validator("json", (value) => value),
        (c) => c.json(c.req.valid("json")),
      ),
    call: { ...json, body: "{" },
  },
  "validator of a form": {
    use: (app) =>
      app.post(
        "/",
        validator("form", (value) => value),
        (c) => c.json(c.req.valid("form")),
      ),
    call: form,
  },
  "validator of a query": {
    use: (app) =>
      app.get(
        "/",
        validator("query", (value) => value),
        (c) => c.json(c.req.valid("query")),
      ),
    call: { query: "a=1&a=2" },
  },
  "validator of headers": {
    use: (app) =>
      app.get(
        "/",
        validator("header", (value) => value["x-a"]),
        (c) => c.json(c.req.valid("header")),
      ),
    call: { headers: { "x-a": "b" } },
  },
  "validator of cookies": {
    use: (app) =>
      app.get(
        "/",
        validator("cookie", (value) => value),
        (c) => c.json(c.req.valid("cookie")),
      ),
    call: { cookies: ["a=1", "b=2"] },
  },
};
