/**
 * A request as data. In its path, headers and body `{{n}}` stands for a number that is another one each time, and
 * `{{name}}` for what was kept under that name from an answer in the same lane.
 */
export interface Call {
  method: "GET" | "POST" | "PATCH" | "DELETE";
  path: string;
  headers?: Record<string, string>;
  body?: Record<string, unknown>;
  /** Of the answer that is expected. */
  status: number;
  /** Begins again with 0 after so many numbers; otherwise never. */
  numbers?: number;
  /** By name, where it stands in the answer's JSON, such as `tokens.accessToken`; `cookies` are those that it sets. */
  keep?: Record<string, string>;
}

export interface Answer {
  status: number;
  cookies: string[];
  text: string;
}

/** The call with everything in its place. */
export function fill(text: string, kept: ReadonlyMap<string, string>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = kept.get(name);
    if (value === undefined) throw new Error(`Nothing is kept under the name ${name}`);
    return value;
  });
}

/** What is kept of an answer, by name. */
export function keptOf({ keep = {} }: Call, { cookies, text }: Answer): [name: string, value: string][] {
  const names = Object.entries(keep);
  if (names.length === 0) return [];
  const body = JSON.parse(text);
  return names.map(([name, path]) => {
    if (path === "cookies") return [name, cookies.map((cookie) => cookie.split(";")[0]).join("; ")];
    const value = path.split(".").reduce((at, key) => at?.[key], body);
    if (typeof value !== "string") throw new Error(`The answer has no ${path}: ${text}`);
    return [name, value];
  });
}
