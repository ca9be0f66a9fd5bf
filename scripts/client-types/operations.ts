import { comment } from "./comments.ts";
import type { Content, OpenApiDocument, Operation, Parameter } from "./document.ts";
import { interfaceOf, type SchemaTypes, unionOf } from "./schemas.ts";

export type Kinds = Readonly<Record<string, { status: number; title: string }>>;

/** An operation, and what it is called where. */
export interface Route {
  /** As in the document: `/users/{id}`. */
  template: string;
  /** `get`, `post` … */
  method: string;
  operation: Operation;
  /** What the names of its types begin with. */
  name: string;
}

export function routesOf({ paths }: OpenApiDocument): Route[] {
  return Object.entries(paths).flatMap(([template, operations]) =>
    Object.entries(operations).map(([method, operation]) => {
      const { operationId } = operation;
      const name = operationId.charAt(0).toUpperCase() + operationId.slice(1);
      return { template, method, operation, name };
    }),
  );
}

/** The types of one operation: what it takes, what it answers and how it refuses. */
export function operationTypes({ name, operation }: Route, schemas: SchemaTypes, kinds: Kinds): string[] {
  const { requestBody, operationId } = operation;
  const query = parametersIn("query", operation);
  const successes = successesOf(operation);
  const answers = successes.map(([, { content }]) => (content ? schemas.answer(jsonOf(content).schema) : "undefined"));
  const refusals = comment([`How \`${operationId}\` refuses.`, problemList(operation, kinds)]);
  const queryTitle = comment([`The query of \`${operationId}\`.`]);
  return [
    ...(requestBody
      ? [schemas.input(`${name}Input`, jsonOf(requestBody.content).schema, `The body of \`${operationId}\`.`)]
      : []),
    ...(query.length > 0 ? [interfaceOf(`${name}Query`, queryTitle, schemas.parameters(query))] : []),
    ...answers.map((answer, index) => {
      const said = `What \`${operationId}\` answers: ${within(successes[index]?.[1].description ?? "")}.`;
      return `${comment([said])}\nexport type ${answerName(name, index)} = ${answer};`;
    }),
    `${refusals}\nexport type ${name}Problem = Problem<${unionOf(problemCodes(operation))}>;`,
  ];
}

/** A route as hono/client has it: what it is called with, and what comes back. */
export function routeMember({ method, operation, template, name }: Route, schemas: SchemaTypes, kinds: Kinds): string {
  const { summary, description } = operation;
  const successes = successesOf(operation).map(([status], index) =>
    status === "204" ? 'null, 204, "body"' : `${answerName(name, index)}, ${status}, "json"`,
  );
  const statuses = new Set(problemCodes(operation).map((code) => kinds[code]?.status));
  const doc = comment([
    `${summary}.`,
    description,
    `\`${method.toUpperCase()} ${template}\`, ${needs(operation)}.`,
    ...successesOf(operation).map(([status, { description: said }]) => `Answers ${status}: ${within(said)}.`),
    `Problems:\n${problemList(operation, kinds)}`,
  ]);
  const refusal = `ClientResponse<${name}Problem, ${[...statuses].join(" | ")}, "json">`;
  const answer = `Promise<${successes.map((success) => `ClientResponse<${success}>`).join(" | ")} | ${refusal}>`;
  const caller = wantsProof(operation) ? "this: Caller, " : "";
  const args = argumentsOf(name, operation, schemas);
  return `${doc}\n$${method}: (${caller}${args}, options?: ClientRequestOptions) => ${answer};`;
}

/** Whether a call may have to wait for a new proof of who is signed in. */
export const wantsProof = (operation: Operation) => operation["x-requires"] !== undefined;

function argumentsOf(name: string, operation: Operation, schemas: SchemaTypes): string {
  const parts = [
    ...(operation.requestBody ? [`json: ${name}Input`] : []),
    ...paramPart(operation, schemas),
    ...(parametersIn("query", operation).length > 0 ? [`query: ${name}Query`] : []),
  ];
  return parts.length > 0 ? `args: { ${parts.join("; ")} }` : "args?: Record<string, never>";
}

export function paramPart(operation: Operation, schemas: SchemaTypes): string[] {
  const params = parametersIn("path", operation);
  return params.length > 0 ? [`param: {\n${schemas.parameters(params)}\n}`] : [];
}

export function parametersIn(place: Parameter["in"], { parameters }: Operation): Parameter[] {
  return parameters.filter((parameter) => parameter.in === place);
}

/** OpenAPI says which token with scopes; the one scope there is is a role. */
function needs({ security, "x-requires": { recent, acr } = {} }: Operation): string {
  const roles = security.flatMap(({ accessToken }) => (accessToken ? [accessToken] : []))[0];
  if (!roles) return "without a token";
  const bearer = roles.length > 0 ? ` of somebody who is \`${roles.join("`, `")}\`` : "";
  const proof = `${recent ? " recent" : ""} proof${acr === "2" ? " by two factors" : ""}`;
  return `with ${bearer ? "the" : "an"} access token${bearer}${recent || acr ? `, after a${proof}` : ""}`;
}

function successesOf({ responses }: Operation): [status: string, Operation["responses"][string]][] {
  return Object.entries(responses).filter(([status]) => status.startsWith("2"));
}

/** A route that answers in two ways has a name for the second, too. */
const answerName = (name: string, index: number) => (index === 0 ? `${name}Answer` : `${name}OtherAnswer`);

function jsonOf(content: Record<string, Content>): Content {
  return content["application/json"] as Content;
}

function problemCodes({ responses }: Operation): string[] {
  return Object.values(responses).flatMap(({ content = {} }) =>
    (content["application/problem+json"]?.schema.allOf ?? []).flatMap(
      ({ properties }) => (properties?.code?.enum ?? []) as string[],
    ),
  );
}

function problemList(operation: Operation, kinds: Kinds): string {
  return problemCodes(operation)
    .map((code) => `- ${kinds[code]?.status} \`${code}\`: ${kinds[code]?.title}`)
    .join("\n");
}

/** A text as the second half of a sentence. */
function within(text: string): string {
  return /^[A-Z][a-z]* /.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
