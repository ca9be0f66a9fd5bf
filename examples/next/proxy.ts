import { createServerClient } from "@rollcall/client";
import { type NextRequest, NextResponse } from "next/server";
import { origin, service } from "./rollcall.ts";

/**
 * Stands before every page. Where the visitor's access token has expired it gets another one, hands it down to the
 * page's components, and passes the new cookies on, which they could not.
 */
export async function proxy(request: NextRequest) {
  // Actions do it themselves.
  if (request.method !== "GET") return NextResponse.next();
  const rollcall = createServerClient(service, { origin, headers: request.headers });
  const headers = new Headers(request.headers);
  headers.delete("authorization");
  // A page that needs the visitor will say that the service is away.
  const token = await rollcall.accessToken().catch(() => null);
  if (token) headers.set("authorization", `Bearer ${token}`);
  const response = NextResponse.next({ request: { headers } });
  for (const cookie of rollcall.newCookies) response.headers.append("set-cookie", cookie);
  return response;
}

export const config = {
  matcher: [
    {
      source: "/((?!_next/|rollcall/|favicon.ico).*)",
      missing: [{ type: "header", key: "next-router-prefetch" }],
    },
  ],
};
