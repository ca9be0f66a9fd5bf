import { createServerClient, parseCookie, type RollcallServerClient } from "@rollcall/client";
import { cookies, headers } from "next/headers";
import { cache } from "react";
import { origin, service } from "./rollcall.ts";

/** Rollcall for whoever has sent this request; the same for all components that render it. */
export const rollcall = cache(async () => createServerClient(service, { origin, headers: await headers() }));

/** For actions, which may set cookies. Components may not, and need not: see proxy.ts. */
export async function passCookies({ newCookies }: Pick<RollcallServerClient, "newCookies">): Promise<void> {
  const jar = await cookies();
  for (const text of newCookies) jar.set(parseCookie(text));
}
