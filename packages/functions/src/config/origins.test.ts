import { describe, expect, it } from "vitest";
import { testSecret } from "../../../../test/support/rollcall.ts";
import { parseConfig } from "../config.ts";

const environment = { SECRET_KEY: testSecret, ISSUER: "https://auth.example.test" };
const originsOf = (CORS_ORIGINS: string) => parseConfig({ ...environment, CORS_ORIGINS }).corsOrigins;

describe("an origin whose pages may call", () => {
  it.each([
    ["a site", "https://app.example.com"],
    ["a site on another port", "https://app.example.com:8443"],
    ["a site without TLS", "http://app.example.com"],
    ["a name with a dot at its end", "https://app.example.com."],
    ["a server on this machine", "http://localhost:5173"],
    ["an address", "http://192.168.1.20:3000"],
    ["an IPv6 address", "http://[::1]:3000"],
    ["Capacitor on iOS", "capacitor://localhost"],
    ["Capacitor with a host of its own", "capacitor://app.example.com"],
    ["Capacitor on Android", "https://localhost"],
    ["Ionic", "ionic://localhost"],
    ["Tauri on macOS and Linux", "tauri://localhost"],
    ["Tauri on Windows", "http://tauri.localhost"],
    ["Wails", "wails://wails.localhost:34115"],
    ["Electron", "app://-"],
    ["Electron with a dot for a host", "app://."],
    ["an extension of Chrome", "chrome-extension://kbfnbcaeplbcioakkpcpgfkobkghlhen"],
    ["an extension of Firefox", "moz-extension://4ed7f644-c3b5-4bf1-983f-2c8718f52222"],
    ["an extension of Safari, whose case counts", "safari-web-extension://E2D5E0D1-6C1F-4B7A-9B0E-3A1F0E9C2D11"],
    ["a panel of an editor", "vscode-webview://0ab1c2"],
  ])("may be that of %s (Q200)", (_whose, origin) => {
    expect(originsOf(origin)).toEqual([origin]);
  });

  it("may be one of several, with or without spaces and a comma at the end", () => {
    expect(originsOf(" https://a.example, capacitor://localhost ,,tauri://localhost,")).toEqual([
      "https://a.example",
      "capacitor://localhost",
      "tauri://localhost",
    ]);
  });

  it.each([
    ["a slash", "https://app.example.com/", "https://app.example.com"],
    ["a path", "https://app.example.com/login?x#y", "https://app.example.com"],
    ["upper case", "HTTPS://App.Example.com", "https://app.example.com"],
    ["the port that goes without saying", "https://app.example.com:443", "https://app.example.com"],
    ["that of the other scheme", "http://app.example.com:80", "http://app.example.com"],
    ["user and password", "https://ada:hunter2@app.example.com", "https://app.example.com"],
    ["letters beyond ASCII", "https://münchen.example", "https://xn--mnchen-3ya.example"],
    ["another spelling of an address", "http://127.1:3000", "http://127.0.0.1:3000"],
    ["the scheme of a socket", "wss://app.example.com", "https://app.example.com"],
    ["what such a page calls itself", "blob:https://app.example.com/0ab1c2", "https://app.example.com"],
    ["no scheme", "app.example.com", "https://app.example.com"],
    ["no scheme, on this machine", "localhost:5173", "http://localhost:5173"],
    ["a slash, of an app", "capacitor://localhost/", "capacitor://localhost"],
    ["upper case in the scheme of an app", "Tauri://localhost", "tauri://localhost"],
    ["a path, of an extension", "chrome-extension://kbfnbcae/popup.html", "chrome-extension://kbfnbcae"],
  ])("is refused with %s, and told how to write it (Q200)", (_what, origin, right) => {
    const parse = () => originsOf(origin);
    expect(parse).toThrow(
      new RegExp(`^CORS_ORIGINS: is not what browsers send\\. Write ${right.replaceAll("?", "\\?")}$`),
    );
    expect(parse).not.toThrow("hunter2");
    expect(originsOf(right)).toEqual([right]);
  });

  it.each([
    "*",
    "https://*.example.com",
    "https://*",
    "http://localhost:*",
    "capacitor://*",
    "chrome-extension://*",
    "https://.example.com",
    "https://(a|b).example.com",
    String.raw`/^https:\/\/.*\.example\.com$/`,
    String.raw`https://.*\.example\.com`,
    "^https://app.example.com$",
  ])("is never a pattern: %s (Q200)", (origin) => {
    expect(() => originsOf(origin)).toThrow(/^CORS_ORIGINS: patterns are not understood\. List each origin, such as/);
  });

  it.each(["null", "file://", "file:///home/ada/index.html"])("is not the one that anybody may have: %s", (origin) => {
    expect(() => originsOf(origin)).toThrow(/^CORS_ORIGINS: null and file:\/\/ are sent by .* Serve the page from/);
  });

  it.each([
    "https://a.example https://b.example",
    "https://a.example;https://b.example",
    "https://a.example\nhttps://b.example",
  ])("is separated from the next by a comma: %j", (origins) => {
    expect(() => originsOf(origins)).toThrow(/^CORS_ORIGINS: separate origins by commas$/);
  });

  it.each([
    "true",
    "https://",
    "my-app://",
    "https://app.example.com:99999",
    "mongodb://ada:hunter2@db.example",
    "data:text/html",
    "mailto:ada@example.com",
    '["https://app.example.com"]',
  ])("is refused where nobody can tell what is meant, and not repeated: %s", (origin) => {
    const parse = () => originsOf(origin);
    expect(parse).toThrow(/^CORS_ORIGINS: expected an origin such as https:\/\/app\.example\.com/);
    expect(parse).not.toThrow("hunter2");
  });

  it("is told by its place when it is one of several", () => {
    expect(() => originsOf("https://a.example,https://b.example/,*")).toThrow(
      "CORS_ORIGINS: (number 2 of 3) is not what browsers send. Write https://b.example\n" +
        "CORS_ORIGINS: (number 3 of 3) patterns are not understood. List each origin, such as https://app.example.com",
    );
  });
});

describe("the issuer", () => {
  const issuerOf = (ISSUER: string) => parseConfig({ ...environment, ISSUER }).settings.issuer;

  it.each(["https://auth.example.com", "https://auth.example.com:8443", "http://127.0.0.1:3000", "http://[::1]:3000"])(
    "may be %s",
    (issuer) => {
      expect(issuerOf(issuer)).toBe(issuer);
    },
  );

  it.each([
    ["https://auth.example.com/", "https://auth.example.com"],
    ["https://auth.example.com/auth", "https://auth.example.com"],
    ["https://Auth.Example.com:443", "https://auth.example.com"],
    ["auth.example.com", "https://auth.example.com"],
    ["localhost:3000", "http://localhost:3000"],
  ])("is refused as %s, and told how to write it (Q200)", (issuer, right) => {
    expect(() => issuerOf(issuer)).toThrow(`ISSUER: is not an origin. Write ${right}`);
  });

  it.each(["capacitor://localhost", "https://a.example,https://b.example", "https://*.example.com", "auth"])(
    "is not %s (Q200)",
    (issuer) => {
      expect(() => issuerOf(issuer)).toThrow(/^ISSUER: expected an origin such as https:\/\/auth\.example\.com/);
    },
  );
});
