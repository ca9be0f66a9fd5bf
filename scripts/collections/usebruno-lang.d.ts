/** What the collections use of Bruno's own writer and reader of .bru files, which comes without types. */
declare module "@usebruno/lang" {
  interface BruRequest {
    meta: { name: string; type: "http"; seq: number };
    http: { method: string; url: string; body: "json" | "none"; auth: "bearer" | "none" };
    headers?: { name: string; value: string; enabled: boolean }[];
    params?: { name: string; value: string; type: "path" | "query"; enabled: boolean }[];
    auth?: { bearer: { token: string } };
    body?: { json: string };
    script?: { req?: string; res?: string };
    assertions?: { name: string; value: string; enabled: boolean }[];
    docs?: string;
  }

  interface BruEnvironment {
    variables: { name: string; value: string; enabled: boolean; secret: boolean }[];
  }

  export function jsonToBruV2(request: BruRequest): string;
  export function bruToJsonV2(text: string): BruRequest;
  export function jsonToCollectionBru(root: { meta?: { name: string; seq: number }; docs?: string }): string;
  export function collectionBruToJson(text: string): { meta: { name: string; seq: string } };
  export function envJsonToBruV2(environment: BruEnvironment): string;
  export function bruToEnvJsonV2(text: string): BruEnvironment;
}
