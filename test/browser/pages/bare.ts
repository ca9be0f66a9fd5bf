import { createClient, memoryStore, type RollcallClient, unwrap } from "../../../packages/client/src/index.ts";
import * as passkeys from "../../../packages/client/src/passkeys/index.ts";

/* A page with nothing but the client, for what no page of the example shows. */

const given = { createClient, memoryStore, unwrap, passkeys };

declare global {
  interface Window {
    rollcall: typeof given;
    client: RollcallClient;
    /** Lets the late part of a page come. */
    comeLate: () => void;
    /** How often the browser was asked for a passkey, and what lets it be asked more than once. */
    asking: { times: number; goOn: () => void };
    /** Why sessions have ended, in their order. */
    ends: string[];
  }
}

window.rollcall = given;
window.ends = [];
