/**
 * Whether a request may not wait for what another one has begun: on Cloudflare Workers, and on Vercel's Edge, a promise
 * belongs to the request that made it, and is never settled once that request has been cancelled.
 */
export function areRequestsIsolated(): boolean {
  const { EdgeRuntime, navigator } = globalThis as { EdgeRuntime?: unknown; navigator?: { userAgent?: string } };
  return EdgeRuntime !== undefined || navigator?.userAgent === "Cloudflare-Workers";
}
