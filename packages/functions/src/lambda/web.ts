/*
 * The part of the Fetch standard that Hono and the app use, for a process that has no other use for it: Node's own takes a third
 * of a cold start to load, and streams what Lambda hands over whole. Here a body is whole, and there are no streams, forms
 * and clones.
 */

type HeadersInit = Headers | Iterable<readonly [string, string]> | Record<string, string>;

/** RFC 9110 section 5.6.2. */
const token = /^[!#$%&'*+\-.^_`|~\w]+$/;
/** Characters that would end a field or a line, or are none of one byte. */
const forbiddenInValue = /[\0\r\n]|[^\0-\xff]/;

/** https://fetch.spec.whatwg.org/#headers-class, without guards. */
export class Headers implements Iterable<[string, string]> {
  readonly #fields = new Map<string, string>();
  #cookies: string[] = [];

  constructor(init: HeadersInit = {}) {
    const fields = Symbol.iterator in init ? init : Object.entries(init);
    for (const [name, value] of fields) this.append(name, value);
  }

  append(name: string, value: string): void {
    const [key, text] = normalize(name, value);
    if (key === "set-cookie") this.#cookies.push(text);
    else this.#fields.set(key, this.#fields.has(key) ? `${this.#fields.get(key)}, ${text}` : text);
  }

  set(name: string, value: string): void {
    this.delete(name);
    this.append(name, value);
  }

  delete(name: string): void {
    const [key] = normalize(name, "");
    if (key === "set-cookie") this.#cookies = [];
    else this.#fields.delete(key);
  }

  get(name: string): string | null {
    const [key] = normalize(name, "");
    if (key === "set-cookie") return this.#cookies.length > 0 ? this.#cookies.join(", ") : null;
    return this.#fields.get(key) ?? null;
  }

  has(name: string): boolean {
    return this.get(name) !== null;
  }

  getSetCookie(): string[] {
    return [...this.#cookies];
  }

  forEach(callback: (value: string, name: string, headers: this) => void): void {
    for (const [name, value] of this) callback(value, name, this);
  }

  /** By name; each cookie is a field of its own. */
  entries(): IterableIterator<[string, string]> {
    const cookies = this.#cookies.map((value): [string, string] => ["set-cookie", value]);
    return [...this.#fields, ...cookies].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).values();
  }

  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this.entries();
  }
}

function normalize(name: string, value: string): [name: string, value: string] {
  const text = String(value).replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, "");
  if (!token.test(name)) throw new TypeError("Not the name of a header field");
  if (forbiddenInValue.test(text)) throw new TypeError("Not the value of a header field");
  return [name.toLowerCase(), text];
}

interface ResponseInit {
  status?: number;
  statusText?: string;
  headers?: HeadersInit;
}

/** https://fetch.spec.whatwg.org/#response-class, of a text or of nothing. */
export class Response {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  readonly body: string | null;

  constructor(body: string | null = null, { status = 200, statusText = "", headers }: ResponseInit = {}) {
    if (body !== null && typeof body !== "string") throw new TypeError("Only texts are answered");
    if (status < 200 || status > 599) throw new RangeError("Not the status of a response");
    if (body !== null && (status === 204 || status === 304)) throw new TypeError("This status has no body");
    this.status = status;
    this.statusText = statusText;
    this.headers = new Headers(headers);
    this.body = body;
    if (body !== null && !this.headers.has("content-type")) {
      this.headers.set("content-type", "text/plain;charset=UTF-8");
    }
  }

  async text(): Promise<string> {
    return this.body ?? "";
  }
}

interface RequestInit {
  method?: string;
  headers?: HeadersInit;
  body?: Uint8Array;
}

/** https://fetch.spec.whatwg.org/#request-class, of a body that has arrived. */
export class Request {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: Iterable<Uint8Array> | null;

  constructor(url: string, { method = "GET", headers, body }: RequestInit = {}) {
    this.url = new URL(url).href;
    this.method = method;
    this.headers = new Headers(headers);
    this.body = body ? [body] : null;
  }

  async arrayBuffer(): Promise<Uint8Array> {
    const [bytes = new Uint8Array()] = this.body ?? [];
    return bytes;
  }
}
