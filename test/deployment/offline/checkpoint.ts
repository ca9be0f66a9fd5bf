import { passphraseCipher, type Values } from "./secret-values.ts";

/** A resource as the engine keeps it. */
export interface ResourceState {
  urn: string;
  type: string;
  /** Made by a provider; otherwise a component, which only groups. */
  custom: boolean;
  /** Physical: of what a provider made. */
  id?: string;
  /** A URN. */
  parent?: string;
  protect: boolean;
  retainOnDelete: boolean;
  /** URNs of what has to be there before, and of what a change of it waits for. */
  dependencies: string[];
  inputs: Values;
  outputs: Values;
}

interface Checkpoint {
  version: 3;
  checkpoint: { stack: string; latest: Deployment };
}

interface Deployment {
  manifest: { time: string; magic: string; version: string };
  secrets_providers: { type: "passphrase"; state: { salt: string } };
  resources: (ResourceState & { created: string; modified: string })[];
}

/** The engine's state file, with secrets encrypted. */
export function formatCheckpoint(stack: string, resources: ResourceState[], passphrase: string): string {
  const time = new Date().toISOString();
  const cipher = passphraseCipher(passphrase);
  const checkpoint: Checkpoint = {
    version: 3,
    checkpoint: {
      stack,
      latest: {
        manifest: { time, magic: "", version: "" },
        secrets_providers: { type: "passphrase", state: { salt: cipher.salt } },
        resources: resources.map((resource) => ({ ...cipher.encrypt(resource), created: time, modified: time })),
      },
    },
  };
  return JSON.stringify(checkpoint);
}

/** The resources of a state file, with secrets in envelopes. */
export function parseCheckpoint(text: string, passphrase: string): ResourceState[] {
  const { resources, secrets_providers } = (JSON.parse(text) as Checkpoint).checkpoint.latest;
  const cipher = passphraseCipher(passphrase, secrets_providers.state.salt);
  return resources.map(({ created: _created, modified: _modified, ...resource }) => cipher.decrypt(resource));
}
