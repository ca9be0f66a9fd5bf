import { type Generator, startGenerator } from "./load/start-generator.ts";
import { installPeers, versionOf } from "./peers.ts";
import { areCoresApart } from "./processes/cores.ts";
import { type Server, startServer } from "./processes/server.ts";
import { methodOfRatios } from "./sampling.ts";
import type { Program } from "./subjects/subject.ts";

/**
 * Starts servers and what calls them, for as long as `use` runs.
 * @param through what stands before the database server
 */
export async function withServers<P extends Program, T>(
  subjects: readonly P[],
  use: (generator: Generator, servers: Server<P>[]) => Promise<T>,
  through?: string,
): Promise<T> {
  installPeers();
  const generator = await startGenerator();
  const servers: Server<P>[] = [];
  try {
    for (const subject of subjects) servers.push(await startServer(subject, through));
    return await use(generator, servers);
  } finally {
    for (const server of servers) await server.stop();
    await generator.stop();
  }
}

/** How requests are measured, for the method of a page. */
export function methodOfRequests({ rounds, milliseconds }: { rounds: number; milliseconds: number }): string {
  const apart = areCoresApart
    ? "The server that is measured has a core of its own, what calls it another"
    : "All processes share the machine's cores";
  return `Each server is a process of its own on loopback, with a database of its own on the same database server. They take turns in
${rounds} slices of ${milliseconds / 1_000} s each, after one that warms up and is not kept, called over 8 connections from another process.
${apart}. Processor time is what the operating system counts for the server's process, in the program and in the
kernel, all of its threads and whatever it does beside answering; the database and the caller are not in it. Limits on
what comes from one address are on, and wide. ${methodOfRatios}`;
}

/** The peers of account services, with their versions. */
export function peersOfAccounts(): string {
  return `- ${versionOf("better-auth")} with ${versionOf("@better-auth/mongo-adapter")}, its session in a cookie; "with plugins" is bearer, jwt (ES256), admin,
  magic-link, email-otp, two-factor, passkey (${versionOf("@better-auth/passkey")}) and open-api, and limits kept in the database, for that is what Rollcall has. Passwords by scrypt, as it comes.
- ${versionOf("fastify")} with ${versionOf("@fastify/jwt")}, ${versionOf("@fastify/mongodb")} and ${versionOf("argon2")} at Rollcall's parameters, and its log.
- ${versionOf("express")} with ${versionOf("passport-jwt")}, ${versionOf("mongoose")} and ${versionOf("bcrypt")} at ten rounds.
- Rollcall as \`npm start\` runs it: with its log, and with what carries out its events in the same process.`;
}
