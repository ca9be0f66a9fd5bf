import { setVariables, variables } from "../config.ts";

/** Every setting by its name. */
export const settingNames: readonly string[] = [...Object.keys(variables), "SECRET_KEY"];

/** What other software calls a setting. Connection strings are known by their values. */
const otherNames: Record<string, string> = {
  ALLOWED_ORIGINS: "CORS_ORIGINS",
  CORS_ALLOWED_ORIGINS: "CORS_ORIGINS",
  TRUST_PROXY: "TRUSTED_PROXIES",
};

/** Too short to tell a slip from another program's variable. */
const shortest = 6;

/**
 * A line for each variable that is none of `names` but looks meant for one that is not set: `CORS_ORIGIN`, `SECRETKEY`,
 * `REGISTATION`, or a connection string under another name. Values are not repeated.
 */
export function misspeltSettings(
  environment: Record<string, string | undefined>,
  names: readonly string[] = settingNames,
): string[] {
  const given = setVariables(environment);
  const missing = names.filter((name) => given[name] === undefined && name !== "SECRET_KEYS");
  return Object.entries(given).flatMap(([name, value]) => {
    if (names.includes(name)) return [];
    const meant = missing.find((setting) => isMeant(name, value, setting));
    return meant ? [`${name}: is not a setting. Is it meant to be ${meant}?`] : [];
  });
}

function isMeant(name: string, value: string, setting: string): boolean {
  if (setting === "MONGODB_URI" && /^mongodb(\+srv)?:\/\//.test(value)) return true;
  if (otherNames[name] === setting) return true;
  const [one, other] = [letters(name), letters(setting)];
  return one.length >= shortest && other.length >= shortest && isOneSlipApart(one, other);
}

const letters = (name: string) => name.toUpperCase().replace(/[^A-Z]/g, "");

/** Whether the two are alike but for one letter that is missing, wrong or out of place. */
function isOneSlipApart(one: string, other: string): boolean {
  let start = 0;
  while (start < one.length && one[start] === other[start]) start++;
  const [a, b] = [one.slice(start), other.slice(start)];
  return (
    a === b ||
    a.slice(1) === b ||
    a === b.slice(1) ||
    a.slice(1) === b.slice(1) ||
    (a.slice(2) === b.slice(2) && a[0] === b[1] && a[1] === b[0])
  );
}
