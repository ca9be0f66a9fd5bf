/* What the documents' code is surrounded by: a handler's request, an element, a package for phones. */

declare const request: Request;
declare const element: Element;
declare const client: import("@rollcall/client").RollcallClient;
declare const api: import("@rollcall/client").RollcallClient["api"];

declare module "expo-secure-store" {
  export function getItemAsync(key: string): Promise<string | null>;
  export function setItemAsync(key: string, value: string): Promise<void>;
  export function deleteItemAsync(key: string): Promise<void>;
}
