import {
  type AccessTokenClaims,
  type AccessTokenVerifier,
  bearerToken,
  type Clock,
  type Demand,
  type Reauthentication,
  reauthenticationChallenge,
  reauthenticationFor,
} from "@rollcall/verifier";

/** What API Gateway asks: REST APIs with a TOKEN or a REQUEST authorizer, HTTP APIs with payload format 1.0 or 2.0. */
export type AuthorizerEvent =
  | { type: "TOKEN"; methodArn: string; authorizationToken?: string }
  | { type: "REQUEST"; version?: "1.0"; methodArn: string; headers: Record<string, string> | null }
  | { type: "REQUEST"; version: "2.0"; routeArn: string; headers: Record<string, string> };

/** What a route's integration gets to know of the caller. Gateways pass on text only: lists are separated by spaces. */
export interface AuthorizerContext {
  userId: string;
  sessionId: string;
  roles: string;
  acr: string;
  amr: string;
  /** Seconds since 1970. */
  authTime: string;
}

/** What a gateway can answer with, where it is told to, to whoever has to prove better who they are. */
export interface RefusalContext {
  /** For the field WWW-Authenticate (RFC 9470 section 3). */
  challenge: string;
}

/** The answer of a REST API's authorizer. */
export interface PolicyAnswer {
  principalId: string;
  policyDocument: {
    Version: "2012-10-17";
    Statement: [{ Action: "execute-api:Invoke"; Effect: "Allow" | "Deny"; Resource: string }];
  };
  context: AuthorizerContext | RefusalContext;
}

/** The simple response of an HTTP API's authorizer. */
export type SimpleAnswer = { isAuthorized: true; context: AuthorizerContext } | { isAuthorized: false };

/**
 * Decides by the bearer token alone. A REST API turns the error `Unauthorized` into 401: the token is missing, expired or
 * not for this service, and a fresh one may do. An HTTP API answers 403. So does either where the token is good, and its owner has to
 * prove better or anew who they are: no refresh would help. Any other error, as when the keys cannot be
 * fetched, is the gateway's 500: nobody gets in, and nobody is told that a good token is bad.
 */
export function createAuthorizer(
  verify: AccessTokenVerifier,
  demand: Demand = {},
  clock: Clock = { now: () => new Date() },
) {
  return async (event: AuthorizerEvent): Promise<PolicyAnswer | SimpleAnswer> => {
    const token = bearerToken(authorizationOf(event));
    const claims = token ? await verify(token) : null;
    const lacking = claims && reauthenticationFor(claims, demand, clock.now());
    if (event.type === "REQUEST" && event.version === "2.0") {
      return claims && !lacking ? { isAuthorized: true, context: contextOf(claims) } : { isAuthorized: false };
    }
    if (typeof event.methodArn !== "string") throw notAnEvent();
    if (!claims) throw new Error("Unauthorized");
    return policyFor(event.methodArn, claims, lacking);
  };
}

function policyFor(methodArn: string, claims: AccessTokenClaims, lacking: Reauthentication | null): PolicyAnswer {
  const Effect = lacking ? "Deny" : "Allow";
  return {
    principalId: claims.sub,
    policyDocument: {
      Version: "2012-10-17",
      Statement: [{ Action: "execute-api:Invoke", Effect, Resource: wholeStage(methodArn) }],
    },
    context: lacking ? { challenge: reauthenticationChallenge(lacking) } : contextOf(claims),
  };
}

/** The value of the Authorization field. REST APIs leave the names of fields as the client wrote them. */
function authorizationOf(event: AuthorizerEvent): string | undefined {
  switch (event?.type) {
    case "TOKEN":
      return event.authorizationToken;
    case "REQUEST":
      return Object.entries(event.headers ?? {}).find(([name]) => name.toLowerCase() === "authorization")?.[1];
    default:
      throw notAnEvent();
  }
}

function notAnEvent(): Error {
  return new Error("Not an event of an API Gateway authorizer");
}

/**
 * `arn:aws:execute-api:eu-central-1:123456789012:api/stage/GET/path`, widened to every method and path of its stage: the
 * gateway keeps the answer for the token and uses it for the next route, too.
 */
function wholeStage(methodArn: string): string {
  return `${methodArn.split("/", 2).join("/")}/*`;
}

function contextOf({ sub, sid, roles, acr, amr, auth_time }: AccessTokenClaims): AuthorizerContext {
  return { userId: sub, sessionId: sid, roles: roles.join(" "), acr, amr: amr.join(" "), authTime: String(auth_time) };
}
