import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { createFile } from "@rollcall/core/embedded";
import { issuer } from "../config/origins.ts";
import { setVariables } from "../config.ts";

/** Where the local server keeps what it needs between two starts; git-ignored. */
export const localDirectory = ".rollcall";

export const tokenFile = "dev-token";

/** Of examples/react, as Vite serves it. */
const exampleOrigin = "http://localhost:5173";

export interface LocalEnvironment {
  environment: Record<string, string | undefined>;
  /** A line for each thing that was not set. */
  invented: string[];
}

/** The environment with what is missing invented: a SECRET_KEY that is kept, and the address as the issuer. */
export async function inventEnvironment(
  processEnvironment: Record<string, string | undefined>,
  directory: string,
): Promise<LocalEnvironment> {
  const given = setVariables(processEnvironment);
  const environment = { ...given };
  const invented: string[] = [];
  if (!given.SECRET_KEY && !given.SECRET_KEYS) {
    environment.SECRET_KEY = keptSecret(directory, "secret-key");
    invented.push(`SECRET_KEY, kept in ${join(directory, "secret-key")}`);
  }
  if (!given.ISSUER) {
    // The issuer has to be known before the server listens, so a port that the system may choose is chosen here.
    environment.PORT = given.PORT === "0" ? String(await freePort()) : given.PORT || "3000";
    environment.ISSUER = originOf(reachableHost(given.HOST), environment.PORT);
    invented.push(`ISSUER ${environment.ISSUER}`);
  }
  if (!given.AUDIENCES) {
    environment.AUDIENCES = "example";
    invented.push("AUDIENCES example, a service to ask tokens for");
  }
  if (!given.MONGODB_URI) {
    Object.assign(environment, inventMail(given, invented), inventLimits(given, invented));
    invented.push(`an embedded database in ${join(directory, "data")}`);
    invented.push(`a token for its routes under /dev, kept in ${join(directory, tokenFile)}`);
  }
  return { environment, invented };
}

/** What mails are written with. Without a transport they stay here, so any sender will do. */
function inventMail({ MAIL_FROM, LINKS_URL }: Record<string, string>, invented: string[]): Record<string, string> {
  if (!LINKS_URL) invented.push(`LINKS_URL ${exampleOrigin}, where the example's pages are`);
  return { MAIL_FROM: MAIL_FROM ?? "Rollcall <rollcall@example.com>", LINKS_URL: LINKS_URL ?? exampleOrigin };
}

/** All who call a local server, a team's tests among them, have one address. */
function inventLimits(given: Record<string, string>, invented: string[]): Record<string, string> {
  const names = ["GUESSES", "REGISTRATIONS", "MAIL_REQUESTS"].flatMap((what) => [
    `${what}_PER_ADDRESS`,
    `${what}_PER_NETWORK`,
  ]);
  if (names.some((name) => given[name])) return {};
  invented.push("no limits by address and network (GUESSES_PER_ADDRESS and the like set them)");
  return Object.fromEntries(names.map((name) => [name, "1000000"]));
}

/** A HOST or PORT of which no address can be made is refused for itself, not for what would follow from it. */
function originOf(host: string, port: string): string {
  const address = `http://${host}:${port}`;
  const origin = URL.canParse(address) ? new URL(address).origin : "";
  return issuer.safeParse(origin).data ?? "http://127.0.0.1";
}

/** What a client on this machine calls a host that stands for all of its addresses. */
export function reachableHost(host: string | undefined): string {
  if (!host || host === "0.0.0.0" || host === "::") return "127.0.0.1";
  return host.includes(":") ? `[${host}]` : host;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

/**
 * What a caller of the local server's own routes has to bring, so that only whoever may read its folder can. Others may
 * have read what they could read: then there is a new one.
 */
export function keptToken(directory: string): string {
  const file = join(directory, tokenFile);
  const isOpen = process.platform !== "win32" && existsSync(file) && (statSync(file).mode & 0o077) !== 0;
  if (isOpen) rmSync(file);
  return keptSecret(directory, tokenFile);
}

function keptSecret(directory: string, name: string): string {
  const file = join(directory, name);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (!existsSync(file)) createFile(file, newSecret());
  return readFileSync(file, "utf8").trim();
}

/** 32 random bytes in base64url: a value for SECRET_KEY. */
export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}
