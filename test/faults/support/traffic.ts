import { randomBytes } from "node:crypto";
import { password } from "../../support/rollcall.ts";
import { type Answer, newEmail, type Service } from "./service.ts";

/** A session as its client knows it. */
export interface ClientSession {
  email: string;
  /** Every refresh token that was acknowledged, the newest last. */
  tokens: string[];
  /** The `attempt` of a refresh that has had no answer. */
  attempt: string | null;
}

/** What clients were told, and what they were told nothing of. */
export interface Ledger {
  sessions: ClientSession[];
  /** Addresses whose registration has had no answer. */
  inDoubt: string[];
  /** Addresses to which a way to a new password was acknowledged. */
  resets: string[];
  /** Whatever was answered otherwise than it should. */
  unexpected: Answer[];
}

/** Clients that sign up, refresh and ask for mails until the service has gone. */
export async function sendTraffic(service: Service, clients: number): Promise<Ledger> {
  const ledger: Ledger = { sessions: [], inDoubt: [], resets: [], unexpected: [] };
  await Promise.all(Array.from({ length: clients }, () => beClient(service, ledger)));
  return ledger;
}

async function beClient(service: Service, ledger: Ledger): Promise<void> {
  for (;;) {
    const email = newEmail();
    const registered = await service.call("POST", "/auth/register", { email, password });
    if (registered.status !== 201) {
      if (registered.status === 0) ledger.inDoubt.push(email);
      else ledger.unexpected.push(registered);
      return;
    }
    const session: ClientSession = { email, tokens: [refreshTokenOf(registered)], attempt: null };
    ledger.sessions.push(session);
    for (let times = 0; times < 3; times++) {
      const refreshed = await refresh(service, session);
      if (refreshed.status === 200) continue;
      if (refreshed.status !== 0) ledger.unexpected.push(refreshed);
      return;
    }
    const asked = await service.call("POST", "/auth/password/forgot", { email });
    if (asked.status === 202) ledger.resets.push(email);
    else if (asked.status === 0) return;
    else ledger.unexpected.push(asked);
  }
}

/** Refreshes as the client does: what has had no answer is repeated under the same name. */
export async function refresh(service: Service, session: ClientSession): Promise<Answer> {
  session.attempt ??= randomBytes(18).toString("base64url");
  const body = { refreshToken: session.tokens.at(-1), attempt: session.attempt };
  const answer = await service.call("POST", "/auth/refresh", body);
  if (answer.status === 200) {
    session.tokens.push(refreshTokenOf(answer));
    session.attempt = null;
  }
  return answer;
}

export function refreshTokenOf({ body }: Answer): string {
  return (body.tokens as { refreshToken: string }).refreshToken;
}
