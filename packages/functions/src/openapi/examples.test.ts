import { describe, expect, it } from "vitest";
import { bodyOf, signInAsAdministrator, signUp } from "../../../../test/support/accounts.ts";
import { mailsOf } from "../../../../test/support/mails.ts";
import {
  examplesOf,
  type OpenApiDocument,
  operationsOf,
  readDocument,
  validatorFor,
} from "../../../../test/support/openapi-document.ts";
import { password, startRollcall, type TestRollcall } from "../../../../test/support/rollcall.ts";
import type { Problem } from "../http/problem.ts";

const email = "ada@example.com";

/** Every body of a request that the document shows. */
function requestsIn(document: OpenApiDocument) {
  return operationsOf(document).flatMap(({ template, method, operation: { operationId: id, requestBody } }) =>
    Object.values(requestBody?.content ?? {}).flatMap((content) =>
      examplesOf(content, document).map((body) => ({ id, template, method, body: body as Record<string, unknown> })),
    ),
  );
}

/** What a mail is sent by whose token an operation takes, where it is not the one of the registration. */
const causes: Record<string, (rollcall: TestRollcall, token: string) => Promise<unknown>> = {
  resetPassword: (rollcall) => rollcall.call("POST", "/auth/password/forgot", { body: { email } }),
  redeemSignInCode: (rollcall) => rollcall.call("POST", "/auth/code", { body: { email } }),
  changeEmail: (rollcall, token) =>
    rollcall.call("POST", "/me/email", { token, body: { newEmail: "ada.king@example.com", password } }),
  restoreAccount: (rollcall, token) => rollcall.call("DELETE", "/me", { token, body: { password } }),
  disownSignIn: (rollcall) =>
    rollcall.call("POST", "/auth/login", { body: { email, password }, headers: { "user-agent": "curl/8.5.0" } }),
};

/** The token of the mail that an operation takes one from. */
async function mailedFor(rollcall: TestRollcall, id: string, token: string): Promise<string | undefined> {
  await causes[id]?.(rollcall, token);
  return (await mailsOf(rollcall)).at(-1)?.token;
}

/** What only whoever has a factor can ask for: their own tests send them. */
const wantDevice = [
  "completeSignIn",
  "confirmAuthenticatorApp",
  "renameMyFactor",
  "signInWithPasskey",
  "requestPasskeyAsSecondFactor",
  "addPasskey",
  "keepFactors",
];

describe("the examples of the OpenAPI document", () => {
  it("are there for every body and every answer, and fit its schema (Q163)", async () => {
    const document = await readDocument();
    const errorsOf = validatorFor(document);
    const contents = operationsOf(document).flatMap(({ operation: { operationId, requestBody, responses } }) =>
      [requestBody, ...Object.values(responses)].flatMap((part) =>
        Object.values(part?.content ?? {}).map((content) => ({ operationId, content })),
      ),
    );
    expect(contents.length).toBeGreaterThan(100);
    for (const { operationId, content } of contents) {
      const examples = examplesOf(content, document);
      expect(examples.length, operationId).toBeGreaterThan(0);
      for (const example of examples) expect(errorsOf(content.schema, example), operationId).toEqual([]);
    }
  });

  it("show every problem that an answer can be (Q163)", async () => {
    const document = await readDocument();
    for (const { operation } of operationsOf(document)) {
      for (const { content = {} } of Object.values(operation.responses)) {
        const problem = content["application/problem+json"];
        if (!problem) continue;
        const shown = examplesOf(problem, document).map((example) => (example as Problem).code);
        expect(shown, operation.operationId).toEqual(problem.schema.allOf?.[1]?.properties?.code?.enum);
      }
    }
  });

  it("are there for every parameter, and fit its schema (Q163)", async () => {
    const document = await readDocument();
    const errorsOf = validatorFor(document);
    for (const { operation } of operationsOf(document)) {
      for (const { name, schema, example = schema.enum?.[0] } of operation.parameters)
        expect(errorsOf(schema, example), `${operation.operationId} ${name}`).toEqual([]);
    }
  });

  it("are requests that the service takes (Q163)", async () => {
    const requests = requestsIn(await readDocument());
    expect(requests.length).toBeGreaterThan(10);
    for (const { id, template, method, body } of requests) {
      if (wantDevice.includes(id)) continue;
      const rollcall = startRollcall({ settings: { deletionGrace: 86_400 } });
      const admin = await signInAsAdministrator(rollcall);
      const { user, tokens } = await signUp(rollcall, id === "register" ? "bob@example.com" : email);
      const answer = await rollcall.call(method, template.replace("{id}", user.id), {
        body: {
          ...body,
          ...("refreshToken" in body && { refreshToken: tokens.refreshToken }),
          ...("token" in body && { token: await mailedFor(rollcall, id, tokens.accessToken) }),
        },
        token: template.startsWith("/users") ? admin.token : tokens.accessToken,
      });
      expect(answer.ok, `${id} ${await answer.text()}`).toBe(true);
    }
  });

  it("are problems as the service makes them (Q163)", async () => {
    const { paths, components } = await readDocument();
    const rollcall = startRollcall();
    const withoutIds = ({ instance, requestId, ...problem }: Problem) => problem;
    const shown = (example: unknown) => withoutIds((example as { value: Problem }).value);
    const refusal = async (body: object) =>
      withoutIds(await bodyOf(await rollcall.call("POST", "/auth/register", { body })));
    const { examples } = paths["/auth/register"]?.post?.responses[422]?.content?.["application/problem+json"] ?? {};
    expect(shown(examples?.validation_failed)).toEqual(await refusal({}));
    const weak = { email: "ada@example.com", password: "password" };
    expect(shown(examples?.weak_password)).toEqual(await refusal(weak));
    const missing = await bodyOf<Problem>(await rollcall.call("GET", "/me"));
    expect(shown(components.examples.missing_token)).toEqual(withoutIds(missing));
  });
});
