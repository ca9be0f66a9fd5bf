import { comment } from "./comments.ts";
import { type Kinds, parametersIn, paramPart, type Route, routeMember, wantsProof } from "./operations.ts";
import type { SchemaTypes } from "./schemas.ts";

/** A part of the address: the routes at it, and the parts that follow. */
interface Place {
  path: string;
  routes: Route[];
  places: Map<string, Place>;
}

/** The interface of `api`, and one for each part of an address. */
export function pathTypes(routes: Route[], schemas: SchemaTypes, kinds: Kinds): string[] {
  const root: Place = { path: "", routes: [], places: new Map() };
  for (const route of routes) placeFor(root, route.template).routes.push(route);
  return [root, ...below(root)].map((place) => placeType(place, schemas, kinds));
}

function placeFor(root: Place, template: string): Place {
  let place = root;
  const [, ...parts] = template.replace(/\{(\w+)\}/g, ":$1").split("/");
  for (const part of parts) {
    const next = place.places.get(part) ?? { path: `${place.path}/${part}`, routes: [], places: new Map() };
    place.places.set(part, next);
    place = next;
  }
  return place;
}

function below({ places }: Place): Place[] {
  return [...places.values()].flatMap((place) => [place, ...below(place)]);
}

function placeType(place: Place, schemas: SchemaTypes, kinds: Kinds): string {
  const { path, routes, places } = place;
  const doc = path ? docOf(place) : comment(rootTexts);
  const members = [
    ...routes.map((route) => routeMember(route, schemas, kinds)),
    ...(routes.length > 0 ? addresses(routes, schemas) : []),
    ...[...places].map(
      ([part, next]) => `${docOf(next)}\n${JSON.stringify(part)}: ${typeName(next.path)}${callerOf(next, "Caller")};`,
    ),
  ];
  const head = path
    ? `interface ${typeName(path)}${callerOf(place, "Caller")}`
    : "export interface Api<Caller = unknown>";
  return `${doc}\n${head} {\n${members.join("\n")}\n}`;
}

/** The parameter of an interface that has, somewhere below, a call that may want a new proof. */
function callerOf(place: Place, parameter: string): string {
  return [place, ...below(place)].some(({ routes }) => routes.some(({ operation }) => wantsProof(operation)))
    ? `<${parameter}>`
    : "";
}

const rootTexts = [
  "Every route of the service, in the shape of hono/client.",
  "`Caller` is `this` of the calls that may want a new proof of who is signed in: nothing is one where nobody would ask for it.",
];

function docOf({ path, routes }: Place): string {
  const methods = routes.map(({ method, operation }) => `- \`$${method}\`: ${operation.summary}`);
  return comment([`\`${path}\``, methods.length > 0 ? methods.join("\n") : undefined]);
}

/** The addresses are the same for every method. */
function addresses(routes: Route[], schemas: SchemaTypes): string[] {
  const queries = routes.filter(({ operation }) => parametersIn("query", operation).length > 0);
  const parts = [
    ...routes.slice(0, 1).flatMap(({ operation }) => paramPart(operation, schemas)),
    ...queries.map(({ name }) => `query${queries.length < routes.length ? "?" : ""}: ${name}Query`),
  ];
  const args = parts.length > 0 ? `args?: { ${parts.join("; ")} }` : "";
  return [
    `${comment(["The address."])}\n$url: (${args}) => URL;`,
    `${comment(["The address from the service's root on."])}\n$path: (${args}) => string;`,
  ];
}

function typeName(path: string): string {
  const words = path.match(/[A-Za-z0-9]+/g) ?? [];
  return words.length === 0
    ? "Api"
    : `${words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("")}Routes`;
}
