import { appendFileSync } from "node:fs";
import type { ResourceState } from "./checkpoint.ts";
import { blind } from "./secret-values.ts";

/** The engine's log of events, one JSON document a line, which the SST CLI follows. */
export interface EventLog {
  created(resource: ResourceState): void;
  deleted(resource: ResourceState): void;
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
  const step = (op: "create" | "delete", resource: ResourceState) => {
    const state = { id: "", parent: "", provider: "", ...blind(resource) };
    const metadata = {
      op,
      urn: resource.urn,
      type: resource.type,
      provider: "",
      logical: true,
      old: op === "delete" ? state : null,
      new: op === "create" ? state : null,
    };
    write({ resourcePreEvent: { metadata, planning: false } });
    write({ resOutputsEvent: { metadata, planning: false } });
  };
  return {
    created: (resource) => step("create", resource),
    deleted: (resource) => step("delete", resource),
    failed: (urn, message) =>
      write({ diagnosticEvent: { urn, prefix: "error: ", message, color: "never", severity: "error" } }),
    finished: (resourceChanges) =>
      write({ summaryEvent: { maybeCorrupt: false, durationSeconds: 0, resourceChanges, PolicyPacks: {} } }),
  };
}
