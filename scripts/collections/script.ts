import type { ApiRequest } from "./requests.ts";

/** How one client's scripts say things. */
export interface Dialect {
  read(variable: string): string;
  write(variable: string, value: string): string;
  status: string;
  body: string;
}

/** The lines that set variables before the request. */
export function linesBefore({ before }: ApiRequest, dialect: Dialect): string[] {
  return assignments(before, dialect);
}

/** The lines that set variables once the request has succeeded. */
export function linesAfter({ after, status }: ApiRequest, dialect: Dialect): string[] {
  const lines = assignments(after, dialect);
  if (lines.length === 0) return [];
  const readsBody = Object.values(after).some((value) => /\bbody\b/.test(value));
  const block = readsBody ? [`const body = ${dialect.body};`, ...lines] : lines;
  return [`if (${dialect.status} === ${status}) {`, ...block.map((line) => `  ${line}`), "}"];
}

function assignments(values: Record<string, string>, { read, write }: Dialect): string[] {
  return Object.entries(values).map(([name, value]) =>
    write(
      name,
      value.replace(/\{\{(\w+)\}\}/g, (_, variable: string) => read(variable)),
    ),
  );
}
