import { ConfigError } from "../packages/functions/src/config/config-error.ts";

/** What Lambda allows. */
const longestName = 64;

/**
 * The name of each service's authorizer, by its audience: `orders` has AuthorizerOrders, and https://orders.example.com
 * has AuthorizerOrdersExampleCom.
 * @throws ConfigError when two would have one name, or one is longer than Lambda allows
 */
export function nameAuthorizers(audiences: readonly string[], prefix: string): Map<string, string> {
  const names = new Map(audiences.map((audience) => [audience, `Authorizer${wordsOf(audience)}`]));
  for (const [audience, name] of names) {
    const namesakes = audiences.filter((other) => names.get(other) === name);
    if (namesakes.length > 1)
      throw new ConfigError([
        `AUDIENCES: the authorizers of ${namesakes.join(" and ")} would both be called ${prefix}${name}`,
      ]);
    if (prefix.length + name.length > longestName)
      throw new ConfigError([`AUDIENCES: ${audience} is too long for the name of its authorizer, ${prefix}${name}`]);
  }
  return names;
}

/** Letters and digits alone, each word with a capital. */
function wordsOf(audience: string): string {
  const words = audience.replace(/^https?:\/\//, "").match(/[a-z0-9]+/gi) ?? [];
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}
