import { eventTypes } from "../../packages/core/src/audit/event-types.ts";

/** The page that lists the types of events. */
export const list = "docs/audit.md";

const start = "<!-- npm run client-types -->\n";
const end = "<!-- end -->";

/** The page with the list in it that the schemas make. */
export function withEventTypes(page: string): string {
  const [before = "", rest = ""] = page.split(start);
  return `${before}${start}${tableOf()}\n${rest.slice(rest.indexOf(end))}`;
}

function tableOf(): string {
  const rows = Object.entries(eventTypes).map(([type, { meaning, outcome, data }]) => {
    const fields = Object.keys(data.shape).map((field) => `\`${field}\``);
    return `| \`${type}\` | ${meaning} | ${outcome} | ${fields.join(", ")} |`;
  });
  return ["| Type | Meaning | Outcome | Data |", "|---|---|---|---|", ...rows].join("\n");
}
