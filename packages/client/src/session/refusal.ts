/** What a call is answered with, without being made, when the session that it was meant for is over. */
export function refusal(instance: string): Response {
  const problem = {
    type: "about:blank",
    title: "The session is over",
    status: 401,
    code: "invalid_token",
    instance,
    requestId: "none",
  };
  return new Response(JSON.stringify(problem), {
    status: 401,
    headers: { "content-type": "application/problem+json" },
  });
}
