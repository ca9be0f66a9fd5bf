import { ConfigError } from "./config-error.ts";

interface Times {
  ACCESS_TOKEN_TTL: number;
  SESSION_IDLE_TTL?: number | undefined;
  SESSION_MAX_TTL: number;
}

/** @throws ConfigError when one of them keeps another from doing what it says. */
export function sessionTimes({ ACCESS_TOKEN_TTL: access, SESSION_IDLE_TTL: idle, SESSION_MAX_TTL: max }: Times) {
  const problems: string[] = [];
  if (max < access) {
    problems.push(
      `SESSION_MAX_TTL: is shorter than ACCESS_TOKEN_TTL, which is ${access}. Sessions would end before their tokens`,
    );
  }
  if (idle !== undefined && idle < access) {
    problems.push(
      `SESSION_IDLE_TTL: is shorter than ACCESS_TOKEN_TTL, which is ${access}. Sessions would end before a client refreshes`,
    );
  }
  if (idle !== undefined && idle > max) {
    problems.push(`SESSION_IDLE_TTL: is longer than SESSION_MAX_TTL, which is ${max}. It would never count`);
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return { sessionIdleTtl: idle ?? Math.min(14 * 86_400, max), sessionMaxTtl: max };
}

interface RequestTimes {
  HEADERS_TIMEOUT?: number | undefined;
  REQUEST_TIMEOUT: number;
}

/** @throws ConfigError when the head of a request may take longer than the whole, which Node does not accept. */
export function requestTimes({ HEADERS_TIMEOUT: head, REQUEST_TIMEOUT: whole }: RequestTimes) {
  if (head !== undefined && head > whole)
    throw new ConfigError([`HEADERS_TIMEOUT: is longer than REQUEST_TIMEOUT, which is ${whole}. It would never count`]);
  return { headersTimeout: head ?? Math.min(10, whole), requestTimeout: whole };
}
