import {
  documentSchema,
  jwkSchema,
  jwksSchema,
  problemPageSchema,
  problemParamsSchema,
  providerSchema,
  statusSchema,
} from "../../http/service.schema.ts";
import { note } from "../note.ts";

export const serviceNotes = [
  note(jwkSchema, {
    id: "JsonWebKey",
    description: "The public half of a signing key (RFC 7517).",
    properties: {
      kty: "The kind of key.",
      use: "What it is for: signatures.",
      alg: "The one algorithm that it is used with.",
      kid: "Its thumbprint (RFC 7638), which the header of each token that it signed names.",
      crv: "The curve (EC).",
      x: "A coordinate (EC).",
      y: "A coordinate (EC).",
      n: "The modulus (RSA).",
      e: "The exponent (RSA).",
    },
  }),
  note(jwksSchema, {
    id: "JsonWebKeySet",
    description: "A JSON Web Key Set (RFC 7517).",
    properties: { keys: "The keys of every token that has not expired, and the one that signs next." },
    example: {
      keys: [
        {
          kty: "EC",
          use: "sig",
          alg: "ES256",
          kid: "v9u2FzTNU-iWJO-hi388vYCGzl_QFzOIWSd5bRVucp8",
          crv: "P-256",
          x: "q5fVGJoQ-7lgALKBGohV_k5lE7AwLlf6urkxrN_uXC8",
          y: "E3sSogsvT1aX9BCTqPgIm4_aJIUPUuj9jlrcZTXmW5w",
        },
      ],
    },
  }),
  note(providerSchema, {
    id: "ProviderMetadata",
    description: "What verifiers of access tokens read of OpenID Connect Discovery.",
    properties: {
      issuer: { description: "`iss` of every access token.", format: "uri" },
      jwks_uri: { description: "Where the keys are.", format: "uri" },
    },
  }),
  note(statusSchema, {
    id: "Status",
    description: "That the service is well.",
    properties: { status: "All is well; anything else is a problem." },
    example: { status: "ok" },
  }),
  note(documentSchema, {
    id: "OpenApiDocument",
    description: "An OpenAPI document.",
    properties: { openapi: "The version of the specification." },
  }),
  note(problemParamsSchema, {
    properties: { code: { description: "`code` of the problem.", examples: ["weak_password"] } },
  }),
  note(problemPageSchema, {
    id: "ProblemPage",
    description: "What a code means.",
    properties: {
      code: "`code` of the problem.",
      status: "The HTTP status that it comes with.",
      title: "`title` of the problem.",
      advice: "When it happens, and what to do about it.",
    },
  }),
];
