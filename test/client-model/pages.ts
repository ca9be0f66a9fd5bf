/** What others answer in Rollcall's place. Each gets the signal that ends the request. */
export type Page = (signal: AbortSignal | null | undefined) => Response;

const html =
  (status: number, headers: Record<string, string> = {}) =>
  () =>
    new Response("<!doctype html><title>Welcome</title>", {
      status,
      headers: { "content-type": "text/html", ...headers },
    });

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}) =>
  () =>
    new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json", ...headers } });

const problem = (status: number, body: object) => json(status, body, { "content-type": "application/problem+json" });

/** An answer whose body stops in the middle, or never ends. */
const unfinished =
  (isCut: boolean, status = 200, type = "application/json"): Page =>
  (signal) => {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"tokens":{"accessToken":"'));
        if (isCut) queueMicrotask(() => controller.error(new TypeError("terminated")));
        else signal?.addEventListener("abort", () => controller.error(signal.reason));
      },
    });
    return new Response(body, { status, headers: { "content-type": type } });
  };

/** What a browser shows of a redirect that it was told not to follow. */
function opaqueRedirect(): Response {
  const response = new Response(null, { status: 200 });
  return Object.defineProperties(response, {
    type: { value: "opaqueredirect" },
    status: { value: 0 },
    ok: { value: false },
  });
}

export const pages = {
  portal: html(200),
  "gateway's 401": html(401),
  "gateway's 401 in JSON": json(401, { message: "Unauthorized", code: "invalid_refresh_token" }),
  "other API's problem": problem(401, { type: "about:blank", title: "No", status: 401, code: "invalid_token" }),
  "endless problem": unfinished(false, 401, "application/problem+json"),
  "firewall's 403": html(403),
  "404": html(404),
  "408": html(408),
  "429": html(429, { "retry-after": "7" }),
  "429 in JSON": json(429, { error: "rate" }, { "retry-after": "1" }),
  "500": json(500, { message: "Internal Server Error" }),
  "502": html(502),
  "503": html(503, { "retry-after": "2" }),
  "503 for an hour": html(503, { "retry-after": "3600" }),
  "504 with a date": html(504, { "retry-after": "Wed, 21 Oct 2026 07:28:00 GMT" }),
  "{}": json(200, {}),
  null: json(200, null),
  "[]": json(200, []),
  "tokens of another shape": json(200, { tokens: { accessToken: "a.b.c", refreshToken: "d", expiresIn: 600 } }),
  "a list of tokens": json(200, { tokens: [], accessToken: [], expiresIn: "600" }),
  "redirect as Node shows it": () => new Response(null, { status: 307, headers: { location: "https://evil.example" } }),
  "redirect as browsers show it": opaqueRedirect,
  "cut off": unfinished(true),
  endless: unfinished(false),
} satisfies Record<string, Page>;

export type PageName = keyof typeof pages;
