import { comment, commentOn, limits } from "./comments.ts";
import { nameOf, type OpenApiDocument, type Parameter, type Schema } from "./document.ts";
import { collectExamples } from "./examples.ts";

/** Writes the document's schemas as TypeScript's types, each field with what the document says of it. */
export class SchemaTypes {
  readonly #components: Record<string, Schema>;
  readonly #codes: readonly string[];
  readonly #furtherMembers: MembersByCode;
  readonly #examples: ReadonlyMap<Schema, unknown>;

  /** @param furtherMembers of problems: those that only one code has. */
  constructor(document: OpenApiDocument, codes: readonly string[], furtherMembers: MembersByCode) {
    this.#components = document.components.schemas;
    this.#codes = codes;
    this.#furtherMembers = furtherMembers;
    this.#examples = collectExamples(document);
  }

  /** Every schema that has a name. */
  components(): string[] {
    return Object.entries(this.#components).flatMap(([name, schema]) => {
      if (name === "Problem") return this.#problem(schema);
      if (schema.allOf?.[0]?.if) return this.#variants(name, schema, schema.allOf);
      return [interfaceOf(name, comment([schema.description]), this.#fields(schema, false))];
    });
  }

  /** What all problems say, what some codes say beside it, and both together: whoever looks at the code may read its members. */
  #problem({ properties = {}, description, ...schema }: Schema): string[] {
    const further = Object.values(this.#furtherMembers).flat();
    const shared = this.#fields({ ...schema, properties: omit(properties, further) }, false);
    const members = Object.entries(this.#furtherMembers).map(([code, names]) => {
      const fields = this.#fields({ properties: pick(properties, names), required: [...names] }, false);
      return `${comment([`Beside \`${code}\`.`])}\n${code}: {\n${fields}\n};`;
    });
    return [
      interfaceOf(
        "ProblemBase<Code extends ProblemCode>",
        comment(["What every problem says."]),
        shared.replace("\ncode: string;", "\ncode: Code;"),
      ),
      interfaceOf("ProblemMembers", comment(["What some codes say beside that."]), members.join("\n")),
      `${comment([description])}\n${problemType}`,
    ];
  }

  /** An object of which one property tells what another one is: whoever looks at the one may read the other. */
  #variants(name: string, { description, ...schema }: Schema, variants: Schema[]): string[] {
    const members = variants.flatMap((variant) => {
      const [type] = Object.values(variant.if?.properties ?? {}).map((property) => property.const as string);
      return Object.values(variant.then?.properties ?? {}).map((data) =>
        field(type as string, this.#type(data, false), false, commentOn(data, undefined)),
      );
    });
    const { type, data, ...shared } = schema.properties ?? {};
    const both = Object.entries({ type: [type, "Type"], data: [data, "EventData[Type]"] } as const);
    const own = both.map(([key, [property, of]]) => field(key, of, false, commentOn(property ?? {}, undefined)));
    const fields = [this.#fields({ ...schema, properties: shared }, false), ...own].join("\n");
    return [
      interfaceOf("EventData", comment(["`data` of an event, by its `type`."]), members.join("\n")),
      "/** `type` of every event there is. A later service may have more. */\nexport type EventType = keyof EventData;",
      interfaceOf(`${name}Of<Type extends EventType>`, comment(["An event of one type."]), fields),
      `${comment([description])}\nexport type ${name} = { [Type in EventType]: ${name}Of<Type> }[EventType];`,
    ];
  }

  /** What callers send. */
  input(name: string, schema: Schema, title: string): string {
    return interfaceOf(name, comment([title, schema.description, limits(schema)]), this.#fields(schema, true));
  }

  /** What callers get. */
  answer(schema: Schema): string {
    return this.#type(schema, false);
  }

  /** Parameters are sent as text, whatever they are read as. */
  parameters(parameters: readonly Parameter[]): string {
    const fields = parameters.map(({ name, required, description, example, schema }) => {
      const type = schema.enum ? this.#literals(schema.enum) : "string";
      const shown = schema.enum || example === undefined ? undefined : String(example);
      return field(name, optional(type, !required), !required, commentOn({ ...schema, description }, shown));
    });
    return fields.join("\n");
  }

  #type(schema: Schema, isSent: boolean): string {
    const { type, enum: values = "const" in schema ? [schema.const] : undefined } = schema;
    const name = nameOf(schema);
    if (name) return name;
    if (schema.anyOf) return schema.anyOf.map((part) => this.#type(part, isSent)).join(" | ");
    if (values) return this.#literals(values);
    if (Array.isArray(type)) return type.map((one) => this.#type({ ...schema, type: one }, isSent)).join(" | ");
    return this.#byType(type ?? "", schema, isSent);
  }

  #byType(type: string, schema: Schema, isSent: boolean): string {
    if (type === "array") return listOf(this.#type(schema.items ?? {}, isSent));
    if (type !== "object") return typeNames[type] ?? "unknown";
    return `{\n${this.#fields(schema, isSent)}\n}`.replace(/^\{\s*\}$/, "Record<string, never>");
  }

  #literals(values: readonly unknown[]): string {
    if (String(values) === String(this.#components.AuditEvent?.properties?.type?.enum)) return "EventType";
    if (!this.#codes.every((code) => values.includes(code))) return unionOf(values);
    const others = values.filter((value) => !this.#codes.includes(String(value)));
    return ["ProblemCode", ...(others.length > 0 ? [unionOf(others)] : [])].join(" | ");
  }

  /** What is sent may be `undefined`, which JSON leaves out; so says the type under exactOptionalPropertyTypes, too. */
  #fields({ properties = {}, required = [], additionalProperties }: Schema, isSent: boolean): string {
    const fields = Object.entries(properties).map(([name, schema]) => {
      const isOptional = !required.includes(name) && name !== inCookie;
      const type = optional(this.#type(schema, isSent), isOptional && isSent);
      return field(name, type, isOptional, commentOn(schema, this.#exampleOf(schema)));
    });
    if (typeof additionalProperties === "object") fields.push("[key: string]: unknown;");
    // Nothing is in it, so that it can be told from another answer by what that has.
    if (fields.length === 0) fields.push("[key: string]: never;");
    return fields.join("\n");
  }

  /** What has few values shows them as its type. */
  #exampleOf(schema: Schema): unknown {
    const isPlain = schema.enum || "const" in schema || schema.type === "boolean";
    return isPlain ? undefined : (this.#examples.get(schema) ?? schema.examples?.[0]);
  }
}

type MembersByCode = Readonly<Record<string, readonly string[]>>;

const problemType = `export type Problem<Code extends ProblemCode = ProblemCode> =
  | ([Exclude<Code, keyof ProblemMembers>] extends [never] ? never : ProblemBase<Exclude<Code, keyof ProblemMembers>>)
  | { [C in Code & keyof ProblemMembers]: ProblemBase<C> & ProblemMembers[C] }[Code & keyof ProblemMembers];`;

function pick<T>(all: Record<string, T>, names: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
}

function omit<T>(all: Record<string, T>, names: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => !names.includes(name)));
}

export function interfaceOf(name: string, doc: string, members: string): string {
  return `${doc}\nexport interface ${name} {\n${members}\n}`;
}

export function unionOf(values: readonly unknown[]): string {
  return values.map((value) => JSON.stringify(value)).join(" | ");
}

/** The document leaves it out for those who have it in a cookie; who handles it in a program has it in the body. */
const inCookie = "refreshToken";

const typeNames: Record<string, string> = {
  string: "string",
  integer: "number",
  number: "number",
  boolean: "boolean",
  null: "null",
};

function listOf(type: string): string {
  return type.includes(" ") ? `(${type})[]` : `${type}[]`;
}

function optional(type: string, isOptional: boolean): string {
  return isOptional ? `${type} | undefined` : type;
}

function field(name: string, type: string, isOptional: boolean, doc: string): string {
  const key = /^\w+$/.test(name) ? name : JSON.stringify(name);
  return `${doc}\n${key}${isOptional ? "?" : ""}: ${type};`;
}
