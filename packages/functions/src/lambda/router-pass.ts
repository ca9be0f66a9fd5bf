import type { Secrets } from "@rollcall/core";

/** The field with which the router shows that it is the router. CloudFront writes its own over whatever a client has sent. */
export const passField = "x-rollcall-router";

/** What stands in that field: derived from SECRET_KEY, which does not follow from it. */
export function routerPass(secrets: Secrets, version: number): string {
  return secrets.authenticate("router", labelOf(version)).toString("base64url");
}

/**
 * Whether a pass is of this version or the next one, so that the router may have that first, and of any key that is listed.
 * Compared in constant time.
 */
export function isRouterPass(secrets: Secrets, version: number, given: string): boolean {
  const pass = Buffer.from(given, "base64url");
  return [version, version + 1].some((accepted) => secrets.isAuthentic("router", labelOf(accepted), pass));
}

const labelOf = (version: number) => Buffer.from(String(version));
