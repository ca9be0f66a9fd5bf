import { config, type core } from "zod/mini";

/** What each type of JSON is called. */
const types: Record<string, string> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
};

/** What people are told of a value that a schema refuses: what is expected of it, never what it is. */
function messageOf(issue: core.$ZodRawIssue): string {
  if (issue.input === undefined) return "Required";
  switch (issue.code) {
    case "invalid_type":
      // Also of a parameter that is given twice.
      return `Must be ${types[issue.expected] ?? issue.expected}${Array.isArray(issue.input) ? ", and only one" : ""}`;
    case "invalid_value":
      return `Must be ${issue.values.length > 1 ? "one of " : ""}${issue.values.join(", ")}`;
    case "too_small":
      return issue.input === "" ? "Required" : `Must ${sizeOf(issue.origin, "at least", issue.minimum)}`;
    case "too_big":
      return `Must ${sizeOf(issue.origin, "at most", issue.maximum)}`;
    case "unrecognized_keys":
      return "Unknown field";
    default:
      return "Is not valid";
  }
}

function sizeOf(origin: string, comparison: string, limit: number | bigint): string {
  const plural = Number(limit) === 1 ? "" : "s";
  if (origin === "string") return `be ${comparison} ${limit} character${plural}`;
  return origin === "array" ? `have ${comparison} ${limit} item${plural}` : `be ${comparison} ${limit}`;
}

// Of its own, zod/mini says nothing but "Invalid input", and in its languages speaks to programmers.
config({ localeError: messageOf });
