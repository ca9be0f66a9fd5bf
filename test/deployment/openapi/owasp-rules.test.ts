import { createRequire } from "node:module";
import { expect, it } from "vitest";
import { needsToken, type Operation, readDocument } from "../../support/openapi-document.ts";

// Both are CommonJS, and their types are not for Node's ES modules.
const require = createRequire(import.meta.url);
const { Spectral, Ruleset } = require("@stoplight/spectral-core");
const owasp = require("@stoplight/spectral-owasp-ruleset");

interface Finding {
  code: string;
  path: (string | number)[];
  message: string;
}

const everywhere = () => true;
const inAnswers = ({ path }: Finding) => !path.includes("requestBody") && !path.includes("parameters");

/** Where the rules and this service differ, and why. Anything else that a rule finds is a fault. */
const exceptions: Record<string, { why: string; where: (finding: Finding, document: unknown) => boolean }> = {
  "owasp:api2:2023-read-restricted": {
    why: "Keys, probes and documents are public. What is not is found by walking the document without a token",
    where: everywhere,
  },
  "owasp:api2:2023-write-restricted": {
    why: "Who registers, signs in or recovers an account has no token yet",
    where: ({ path }) => String(path[1]).startsWith("/auth/"),
  },
  "owasp:api4:2023-array-limit": { why: "The rule is for what is sent to the service", where: inAnswers },
  "owasp:api4:2023-integer-limit": { why: "The rule is for what is sent to the service", where: inAnswers },
  "owasp:api4:2023-integer-format": {
    why: "JSON has one kind of number. What may be sent has a minimum and a maximum, which say more",
    where: everywhere,
  },
  "owasp:api4:2023-string-limit": {
    why: "The rule is for what is sent to the service, where a pattern may be the limit",
    where: (finding, document) =>
      inAnswers(finding) || /\{\d+(,\d+)?\}\$$/.test(schemaAt(document, finding).pattern ?? ""),
  },
  "owasp:api4:2023-string-restricted": {
    why: "Names, searches and passwords are any text. Whether another text is a token is for the token's code to say",
    where: everywhere,
  },
  "owasp:api4:2023-rate-limit": {
    why: "What is left of a limit would tell an attacker how far to go. Who has gone too far is told when to come again",
    where: everywhere,
  },
  "owasp:api4:2023-rate-limit-responses-429": {
    why: "What costs neither a hash nor a mail, and gives nothing away, is limited by the platform",
    where: ({ path }) => !limited.includes(String(path[1])),
  },
  "owasp:api8:2023-define-cors-origin": {
    why: "Access-Control-Allow-Origin depends on who asks: origins that may call get it, and nobody else",
    where: everywhere,
  },
  "owasp:api8:2023-define-error-responses-401": {
    why: "Without authentication there is nothing to refuse",
    where: ({ path }, document) => !needsToken(operationAt(document, path)),
  },
  "owasp:api8:2023-define-error-validation": {
    why: "Without input there is nothing to refuse",
    where: ({ path }, document) =>
      !operationAt(document, path).requestBody && !operationAt(document, path).parameters?.length,
  },
  "owasp:api9:2023-inventory-access": {
    why: "A deployment serves its own document, and knows one server",
    where: everywhere,
  },
  "owasp:api9:2023-inventory-environment": {
    why: "A deployment serves its own document, and knows one server",
    where: everywhere,
  },
};

/** Routes that are limited by the service itself. */
const limited = ["/auth/register", "/auth/login", "/auth/password/forgot", "/auth/password/reset", "/me/password"];

function schemaAt(document: unknown, { path }: Finding): { pattern?: string } {
  return path.reduce((node, step) => (node as Record<string, unknown>)[step], document) as { pattern?: string };
}

function operationAt(document: unknown, path: Finding["path"]) {
  return schemaAt(document, { code: "", message: "", path: path.slice(0, 3) }) as Operation;
}

it("the OpenAPI document keeps OWASP's rules for APIs, but for what is written down here (Q164)", async () => {
  const document = await readDocument();
  const spectral = new Spectral();
  spectral.setRuleset(new Ruleset({ extends: [owasp] }));
  const found: Finding[] = await spectral.run(document);
  const faults = found.filter((finding) => !exceptions[finding.code]?.where(finding, document));
  expect(faults.map(({ code, path, message }) => `${code} ${path.join("/")} ${message}`)).toEqual([]);
  expect(Object.keys(exceptions).filter((code) => !found.some((finding) => finding.code === code))).toEqual([]);
});
