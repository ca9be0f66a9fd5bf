import { appendFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import type { ResourceState } from "./checkpoint.ts";
import { blind, isSecret, type Value, type Values } from "./secret-values.ts";

/** The engine's log of events, one JSON document a line, which the SST CLI follows. */
export interface EventLog {
  created(resource: ResourceState): void;
  deleted(resource: ResourceState): void;
  /** What a preview finds of one that is there already. */
  compared(before: ResourceState, after: ResourceState): void;
  /** What the program printed. */
  printed(urn: string, message: string): void;
  failed(urn: string, message: string): void;
  /** Without this event the CLI takes the run for failed. */
  finished(resourceChanges: Record<string, number>): void;
}

export function openEventLog(file: string): EventLog {
  let sequence = 0;
  const write = (event: object) =>
    appendFileSync(
      file,
      `${JSON.stringify({ sequence: sequence++, timestamp: Math.floor(Date.now() / 1000), ...event })}\n`,
    );
  const step = (op: string, before: ResourceState | null, after: ResourceState | null, detailedDiff = {}) => {
    const { urn = "", type = "" } = after ?? before ?? {};
    const [old, renewed] = [before, after].map(
      (resource) => resource && { id: "", parent: "", provider: "", ...blind(resource) },
    );
    const metadata = { op, urn, type, provider: "", logical: true, old, new: renewed, detailedDiff };
    write({ resourcePreEvent: { metadata, planning: false } });
    write({ resOutputsEvent: { metadata, planning: false } });
  };
  const diagnostic = (severity: "info" | "error", urn: string, message: string) =>
    write({ diagnosticEvent: { urn, prefix: "", message, color: "never", severity } });
  return {
    created: (resource) => step("create", null, resource),
    deleted: (resource) => step("delete", resource, null),
    compared: (before, after) => {
      const changes = changesOf(before.inputs, after.inputs);
      step(Object.keys(changes).length > 0 ? "update" : "same", before, after, changes);
    },
    printed: (urn, message) => diagnostic("info", urn, message),
    failed: (urn, message) => diagnostic("error", urn, `error: ${message}`),
    finished: (resourceChanges) =>
      write({ summaryEvent: { maybeCorrupt: false, durationSeconds: 0, resourceChanges, PolicyPacks: {} } }),
  };
}

type Changes = Record<string, { diffKind: "add" | "update" | "delete"; inputDiff: true }>;

/** What differs, by its path, as the engine's providers tell it. */
function changesOf(before: Values, after: Values, path = ""): Changes {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return Object.assign({}, ...names.map((name) => changeOf(before[name], after[name], path + name)));
}

function changeOf(old: Value, renewed: Value, path: string): Changes {
  if (isDeepStrictEqual(old, renewed)) return {};
  if (isObject(old) && isObject(renewed)) return changesOf(old, renewed, `${path}.`);
  return {
    [path]: { diffKind: old === undefined ? "add" : renewed === undefined ? "delete" : "update", inputDiff: true },
  };
}

const isObject = (value: Value): value is Values =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !isSecret(value);
