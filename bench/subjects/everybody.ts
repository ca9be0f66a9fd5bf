import type { Contest } from "../contest.ts";
import type { Ratio } from "../scenario.ts";
import { betterAuth, betterAuthWithPlugins } from "./better-auth.ts";
import { rollcall } from "./rollcall.ts";
import { express, fastify } from "./written.ts";

/** Who has accounts of its own. */
export const everybody = [rollcall, betterAuth, betterAuthWithPlugins, fastify, express];

/** Rollcall beside each of the others. */
export function besideEverybody(ratio: Contest["ratio"]): Ratio[] {
  const cpu = (name: string) => ratio("cpu", rollcall.name, name);
  return [
    { name: "Throughput, of better-auth's", value: ratio("rate", rollcall.name, betterAuth.name) },
    { name: "CPU, of better-auth's", value: cpu(betterAuth.name) },
    { name: "CPU, of better-auth's with plugins", value: cpu(betterAuthWithPlugins.name) },
    { name: "CPU, of Fastify's", value: cpu(fastify.name) },
    { name: "CPU, of Express's", value: cpu(express.name) },
  ];
}
