import type { Settings } from "@rollcall/core";
import { problemKinds } from "../http/problem.ts";
import { advice } from "./advice.ts";
import { ada, edsger, tokens } from "./cast.ts";

export interface OperationExamples {
  /** Bodies by a short name, with what each one asks for. */
  body?: Record<string, { summary: string; value: unknown }>;
  answer?: unknown;
}

/** By operation: what is sent and answered where the schema's own example does not do. */
export function operationExamples({ issuer }: Pick<Settings, "issuer">): Record<string, OperationExamples> {
  return {
    register: { answer: { user: { ...ada, lastLoginAt: ada.createdAt }, tokens } },
    updateMe: { answer: { ...ada, name: "Ada King", updatedAt: "2026-03-10T08:04:55.310Z" } },
    createUser: { answer: edsger },
    updateUser: {
      body: {
        disable: { summary: "Disable an account", value: { status: "disabled" } },
        promote: { summary: "Make an administrator", value: { roles: ["admin"] } },
        rename: { summary: "Change the name", value: { name: "Ada King" } },
      },
      answer: { ...ada, status: "disabled", updatedAt: "2026-03-10T08:04:55.310Z" },
    },
    getProviderMetadata: { answer: { issuer, jwks_uri: `${issuer}/.well-known/jwks.json` } },
    getProblem: { answer: { code: "not_found", ...problemKinds.not_found, advice: advice.not_found } },
    getOpenApi: { answer: { openapi: "3.1.0", info: { title: "Rollcall", version: "0.1.0" }, paths: {} } },
  };
}
