import { passwordMaxLength, type Settings } from "@rollcall/core";
import { eventTypes } from "@rollcall/core/audit";
import { problemKinds } from "../http/problem.ts";
import { bodyLimit } from "../http/read-json.ts";
import { transportField } from "../http/refresh-cookie.ts";
import { password } from "./cast.ts";

export const tags = [
  {
    name: "Authentication",
    description: "Signing up, in and out, and getting tokens: the next ones of a session, or one for another service.",
  },
  {
    name: "Me",
    description: "One's own account and its sessions.",
  },
  {
    name: "Users",
    description: "Everybody's accounts, for administrators.",
  },
  {
    name: "Events",
    description: "What has happened to accounts, who has done it, when and from where.",
  },
  {
    name: "Service",
    description: "What other services, monitors and tools ask for.",
  },
];

export const accessTokenScheme = {
  type: "http",
  scheme: "bearer",
  bearerFormat: "JWT",
  description:
    "An access token, as signing in and refreshing give it. Operations that say `admin` want it to carry that role, which it does where the role counts: once the account has a second factor, in sessions of two factors only. A JWT (RFC 9068), made and checked as RFC8725 says.",
};

/** What a reader has to know before the first request. */
export function introduction(settings: Settings): string {
  return [start(settings), sessions(settings), conventions, passwords(settings), events, failures(settings)].join(
    "\n\n",
  );
}

function start({ issuer }: Settings): string {
  return `# Start

Every request and every answer is JSON, over HTTPS:

    curl ${issuer}/auth/register \\
      -H 'content-type: application/json' \\
      -d '{"email":"ada@example.com",
           "password":"${password}"}'

The answer has the account and an access token, which says in the next request who is calling:

    curl ${issuer}/me \\
      -H 'authorization: Bearer eyJhbGciOi…'`;
}

function sessions({ accessTokenTtl, sessionIdleTtl, sessionMaxTtl, reauthenticationMaxAge }: Settings): string {
  return `# Sessions and tokens

Registering and signing in begin a **session** and answer with two tokens.

- The **access token** goes into the field \`Authorization: Bearer …\`. It is good for ${duration(accessTokenTtl)}, and verified without
  the database: an administrator may go on reading accounts for that long after the session or the role has ended.
- The **refresh token** gets the next two with \`POST /auth/refresh\`, once: keep the new one of every answer. Where an
  answer was lost, send the same again, for 30 seconds, or for as long as it takes with an \`attempt\` of your own. An
  old one that turns up otherwise is taken for stolen, and ends the session. Pages of the same site may have it in a
  cookie that no script can read, with \`${transportField}: cookie\`.

A session ends after ${duration(sessionIdleTtl)} without a refresh, after ${duration(sessionMaxTtl)} anyway, by signing out, by its owner or an administrator,
and when the account gets a new password in another session, is disabled or deleted.

What cannot be undone, and every administrative write, wants a proof of who is signed in that is at most ${duration(reauthenticationMaxAge)} old,
and is 401 \`reauthentication_required\` otherwise: \`POST /me/verify\` takes one in the middle of a session. \`acr\` of an access token says
how strong the session's proofs are: \`1\` is one factor, \`2\` are two. What an operation wants of both stands in its \`x-requires\`: \`recent\`,
and \`acr\` where it wants two factors whoever asks. The refusal names what is asked for and what the account can prove it with; an account
that has nothing for it is told to set it up, by 403 \`enrollment_required\`.

Other services want tokens of their own: \`POST /auth/tokens\` gives them, and the services verify them with the keys at
\`/.well-known/jwks.json\`.`;
}

const conventions = `# Conventions

- **Bodies** are \`application/json\` in UTF-8 of at most ${bodyLimit / 1024} KiB. Fields that an operation does not know are refused. Answers
  may gain fields: ignore what you do not know.
- **Ids** are texts such as \`user_01kjpx722ffrqtvgf0hszzax5h\`, sort by the time of creation, and are never used again.
- **Times** are RFC 3339 in UTC; durations are seconds.
- **Lists** come in pages: send \`nextCursor\` of one as \`cursor\` for the next, with the same filters, until it is null. A page
  may be short, and even empty, and yet not be the last. A walk meets everything that was there when it began exactly once.
- **Paths** are written as here, without needless escapes (400 \`malformed_request\`) and without a slash at the end. One
  that does not exist is a 404 \`not_found\`, one without that method a 405 \`method_not_allowed\`.
- **Pages** may call the API from the origins that the service lists.
- Every answer has an \`X-Request-Id\`, which finds the request in the service's log.`;

function passwords({ passwordMinLength }: Settings): string {
  return `# Passwords

A password has ${passwordMinLength} to ${passwordMaxLength} characters of any kind, spaces included, counted in Unicode code points after NFC. The most
common ones are refused, and those made of the account's own address and name.`;
}

const events = `# Events

What happens to an account is written down: who has done it, when and from where. A later service may have more types.

| Type | Meaning | Data |
|---|---|---|
${Object.entries(eventTypes)
  .map(([type, { meaning, data }]) => `| \`${type}\` | ${meaning} | ${listOf(Object.keys(data.shape))} |`)
  .join("\n")}`;

function listOf(names: string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}

function failures({ issuer }: Settings): string {
  const rows = Object.entries(problemKinds).map(
    ([code, { status, title }]) => `| ${status} | \`${code}\` | [${title}](${issuer}/problems/${code}) |`,
  );
  return `# Failures

Every failure is a problem (RFC 9457), with a \`code\` that never changes: decide by it, not by the texts. Its \`type\`
leads to a page that says when it happens and what to do about it.

| Status | Code | Meaning |
|---|---|---|
${rows.join("\n")}`;
}

const units: [number, string][] = [
  [86_400, "days"],
  [3_600, "hours"],
  [60, "minutes"],
];

/** Whole days, hours or minutes where that says the same. */
function duration(seconds: number): string {
  const [size, name] = units.find(([unit]) => seconds % unit === 0 && seconds > unit) ?? [1, "seconds"];
  return `${seconds / size} ${name}`;
}
