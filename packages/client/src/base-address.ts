/**
 * The address that all paths are appended to. One that begins with `/` is on the page's own origin.
 * @throws TypeError for what is no address of a service.
 */
export function baseAddressOf(baseUrl: string): string {
  const { origin = "" } = (globalThis as { location?: { origin?: string } }).location ?? {};
  const address = /^\/(?!\/)/.test(baseUrl) || baseUrl === "" ? origin + baseUrl : baseUrl;
  // As text: not every platform's URL takes addresses apart. On a server, the page's origin is unknown.
  if (!/^(?!\/\/)(https?:\/\/[^\s/?#@\\]+)?(\/[^\s?#\\]*)?$/i.test(address)) {
    throw new TypeError(`${JSON.stringify(baseUrl)} is not an address such as https://auth.example.com`);
  }
  return address.replace(/\/+$/, "");
}

/** What a store and the tabs call the session of a service: a name that every store takes, also a phone's keychain. */
export function sessionKeyOf(address: string): string {
  return `rollcall.${address.replace(/[^a-z0-9.-]/gi, (character) => `_${character.charCodeAt(0).toString(16)}`)}`;
}
