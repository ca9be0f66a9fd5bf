import { setCookie, setSignedCookie } from "hono/cookie";
import { html } from "hono/html";
import { HTTPException } from "hono/http-exception";
import { proxy } from "hono/proxy";
import { stream, streamSSE, streamText } from "hono/streaming";
import type { Feature } from "./features.ts";

const bytes = () => Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x00, 0xff);
const inPieces = () =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(Uint8Array.of(0x61, 0xc3));
      controller.enqueue(Uint8Array.of(0xa4));
      controller.close();
    },
  });

/** What a handler may answer. */
export const responses: Record<string, Feature> = {
  "c.json": { use: (app) => app.get("/", (c) => c.json({ a: "ä" }, 201, { "x-a": "b" })) },
  "c.text": { use: (app) => app.get("/", (c) => c.text("\u{feff}ä")) },
  "c.html": { use: (app) => app.get("/", (c) => c.html("<p>ä")) },
  "the html helper": { use: (app) => app.get("/", (c) => c.html(html`<p>${"<"}</p>`)) },
  "c.body of nothing": { use: (app) => app.get("/", (c) => c.body(null, 204)) },
  "c.body of bytes": {
    use: (app) => app.get("/", (c) => c.body(bytes(), 200, { "content-type": "image/png" })),
  },
  "c.body of bytes that say they are text": {
    use: (app) => app.get("/", (c) => c.body(bytes(), 200, { "content-type": "text/plain" })),
  },
  "c.body of a stream": { use: (app) => app.get("/", (c) => c.body(inPieces())) },
  stream: { use: (app) => app.get("/", (c) => stream(c, async (out) => void (await out.write(bytes())))) },
  streamText: { use: (app) => app.get("/", (c) => streamText(c, async (out) => void (await out.writeln("ä")))) },
  streamSSE: { use: (app) => app.get("/", (c) => streamSSE(c, (out) => out.writeSSE({ data: "ä", id: "1" }))) },
  "c.redirect": { use: (app) => app.get("/", (c) => c.redirect("/x?a=b", 303)) },
  "c.notFound": { use: (app) => app.get("/", (c) => c.notFound()) },
  "c.header, twice": {
    use: (app) =>
      app.get("/", (c) => {
        c.header("vary", "origin");
        c.header("vary", "accept", { append: true });
        return c.text("a");
      }),
  },
  setCookie: {
    use: (app) =>
      app.get("/", (c) => {
        setCookie(c, "a", "1", { httpOnly: true, path: "/" });
        setCookie(c, "b", "2", { expires: new Date(0) });
        return c.text("a");
      }),
  },
  setSignedCookie: {
    use: (app) =>
      app.get("/", async (c) => {
        await setSignedCookie(c, "a", "1", "secret");
        return c.text("a");
      }),
  },
  "Response.json": { use: (app) => app.get("/", () => Response.json({ a: 1 }, { status: 202 })) },
  "Response.redirect": { use: (app) => app.get("/", () => Response.redirect("https://x.example/", 307)) },
  "Response of a form": { use: (app) => app.get("/", () => new Response(new URLSearchParams({ a: "ä" }))) },
  "c.res.clone": {
    use: (app) =>
      app
        .use(async (c, next) => {
          await next();
          c.header("x-length", String((await c.res.clone().text()).length));
        })
        .get("/", (c) => c.text("abc")),
  },
  "c.res.json, and another answer for it": {
    use: (app) =>
      app
        .use(async (c, next) => {
          await next();
          c.res = Response.json({ was: await c.res.json(), ok: c.res.ok });
        })
        .get("/", (c) => c.json({ a: 1 })),
  },
  "an answer made of another's body": {
    use: (app) =>
      app
        .use(async (c, next) => {
          await next();
          c.res = new Response(c.res.body, c.res);
        })
        .get("/", (c) => c.json({ a: 1 }, 201)),
  },
  "a thrown HTTPException": {
    use: (app) =>
      app.get("/", () => {
        throw new HTTPException(418, { message: "tea" });
      }),
  },
  "a thrown error": {
    use: (app) =>
      app
        .onError((error, c) => c.text(error.message, 500))
        .get("/", () => {
          throw new TypeError("thrown");
        }),
  },
  "fetch of a request": {
    use: (app) => app.get("/", async (c) => c.text(await (await fetch(new Request("data:,abc"))).text())),
  },
  "the answer of fetch": { use: (app) => app.get("/", () => fetch("data:text/plain,abc")) },
  proxy: {
    use: (app) => app.post("/", (c) => proxy("data:,abc", { ...c.req, method: "GET", body: undefined })),
    call: { method: "POST", body: "a" },
  },
  "app.request": { use: (app) => app.get("/b", (c) => c.text("b")).get("/", () => app.request("/b")) },
  "app.mount": {
    use: (app) => app.mount("/m", (request) => new Response(new URL(request.url).pathname)),
    call: { path: "/m/x" },
  },
};
