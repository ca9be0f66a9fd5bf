import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import type { Event } from "@rollcall/core";

/** Milliseconds for a connection, and for an answer. */
const timeouts = { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true };

/** Sends events to a bus of Amazon EventBridge, with the rights of the process. Each may come twice: `detail.id` tells. */
export function eventBridge(bus: string) {
  const client = new EventBridgeClient({ maxAttempts: 2, requestHandler: timeouts });
  const end = new AbortController();
  return {
    async send(event: Event): Promise<void> {
      const entry = {
        EventBusName: bus,
        Source: "rollcall",
        DetailType: event.type,
        Detail: JSON.stringify(event),
        Time: new Date(event.at),
      };
      const { Entries } = await client.send(new PutEventsCommand({ Entries: [entry] }), { abortSignal: end.signal });
      const refused = Entries?.find(({ ErrorCode }) => ErrorCode)?.ErrorCode;
      if (refused) throw new Error(`EventBridge has not taken an event: ${refused}`);
    },
    close: () => end.abort(),
  };
}
