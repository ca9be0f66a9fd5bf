import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { testSecret } from "../../../../test/support/rollcall.ts";
import { parseConfig } from "../config.ts";
import { inventEnvironment } from "../node/local-environment.ts";

const read = (variables: Record<string, string>) =>
  parseConfig({ SECRET_KEY: testSecret, ISSUER: "https://auth.example.com", ...variables }).settings;

const mails = { MAIL_TRANSPORT: "smtp", SMTP_URL: "smtps://mail.example.com", MAIL_FROM: "auth@example.com" };

describe("the domain of passkeys", () => {
  it.each([
    [{}, "auth.example.com", ["https://auth.example.com"]],
    [{ RP_ID: "example.com" }, "example.com", ["https://auth.example.com"]],
    [
      {
        RP_ID: "example.com",
        LINKS_URL: "https://app.example.com/account",
        CORS_ORIGINS: "https://app.example.com,https://shop.example.com:8443",
      },
      "example.com",
      ["https://app.example.com", "https://auth.example.com", "https://shop.example.com:8443"],
    ],
    [{ LINKS_URL: "https://app.example.com" }, "app.example.com", ["https://app.example.com"]],
    [
      { LINKS_URL: "https://app.example.org", CORS_ORIGINS: "https://app.example.org,https://myapp.example.org" },
      "app.example.org",
      ["https://app.example.org"],
    ],
    [
      { RP_ID: "example.org", CORS_ORIGINS: "https://www.example.org,capacitor://localhost" },
      "example.org",
      ["https://www.example.org"],
    ],
    [{ ISSUER: "http://localhost:3000" }, "localhost", ["http://localhost:3000"]],
  ])("and the pages that may ask for them: %j", (variables, rpId, origins) => {
    const { passkeys } = read({ ...variables, ...("LINKS_URL" in variables && mails) } as Record<string, string>);
    expect(passkeys).toEqual({ rpId, origins });
  });

  it.each([
    ["of other pages than ISSUER", { RP_ID: "example.org" }],
    ["that ends like ISSUER's, and is none above it", { RP_ID: "ample.com" }],
    ["below ISSUER's", { RP_ID: "login.auth.example.com" }],
    [
      "of ISSUER, where LINKS_URL has another one",
      { RP_ID: "auth.example.com", LINKS_URL: "https://app.example.com", ...mails },
    ],
  ])("is refused where it is one %s", (_, variables) => {
    expect(() => read(variables)).toThrow(/^RP_ID: is not the host of (LINKS_URL|ISSUER)/);
  });

  it.each([
    "https://example.com",
    "example.com:443",
    "com",
    "Example.com",
    "127.0.0.1",
    "::1",
    ".example.com",
    "exa mple.com",
  ])("is no domain: %j", (RP_ID) => {
    expect(() => read({ RP_ID })).toThrow(/^RP_ID: expected the domain of your pages/);
  });

  it.each([
    ["http://127.0.0.1:3000", "http://localhost:3000"],
    ["http://[::1]:3000", "http://localhost:3000"],
  ])("is a name, also of this machine: a page of %s is opened as %s", (ISSUER, page) => {
    expect(read({ ISSUER }).passkeys).toEqual({ rpId: "localhost", origins: [page] });
  });

  it("of a local server with nothing set is that of its own pages and the example's", async () => {
    const directory = mkdtempSync(join(tmpdir(), "rollcall-"));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    const { environment } = await inventEnvironment({}, directory);
    expect(parseConfig(environment).settings.passkeys).toEqual({
      rpId: "localhost",
      origins: ["http://localhost:5173", "http://localhost:3000"],
    });
  });
});

describe("second factors", () => {
  it("are asked of whoever has one, and removed at once, where nothing is set", () => {
    expect(read({})).toMatchObject({ mfa: "optional", factorRemovalDelay: 0 });
    expect(read({ MFA: "required", FACTOR_REMOVAL_DELAY: "259200" })).toMatchObject({
      mfa: "required",
      factorRemovalDelay: 259_200,
    });
  });

  it.each(["on", "Required", "always"])("are not asked %s", (MFA) => {
    expect(() => read({ MFA })).toThrow(/^MFA: /);
  });
});
