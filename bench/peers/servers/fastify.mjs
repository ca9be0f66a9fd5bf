import { randomBytes } from "node:crypto";
import jwt from "@fastify/jwt";
import mongodb from "@fastify/mongodb";
import argon2 from "argon2";
import Fastify from "fastify";
import { listening } from "./listening.mjs";

/* Accounts as people write them with Fastify: its plugins for tokens and MongoDB, schemas for what comes and goes. */

const { MONGODB_URI, SECRET_KEY } = process.env;
/** OWASP's first choice, as Rollcall's. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const day = 86_400_000;

const fastify = Fastify({ logger: true });
await fastify.register(jwt, { secret: SECRET_KEY, sign: { expiresIn: "10m" } });
await fastify.register(mongodb, { url: MONGODB_URI, forceClose: true });
const users = fastify.mongo.db.collection("users");
const sessions = fastify.mongo.db.collection("sessions");
await users.createIndex({ email: 1 }, { unique: true });

fastify.decorate("authenticate", (request) => request.jwtVerify());

const text = { type: "string" };
const user = { type: "object", properties: { id: text, email: text, name: text, createdAt: text } };
const tokens = { type: "object", properties: { accessToken: text, refreshToken: text } };
const credentials = {
  type: "object",
  required: ["email", "password"],
  properties: { email: { type: "string", format: "email" }, password: { type: "string", minLength: 8 } },
};
const answer = { type: "object", properties: { user, ...tokens.properties } };

const shown = ({ _id, email, name, createdAt }) => ({ id: _id.toHexString(), email, name, createdAt });

async function startSession(user) {
  const refreshToken = randomBytes(32).toString("base64url");
  await sessions.insertOne({ _id: refreshToken, userId: user._id, expiresAt: new Date(Date.now() + 14 * day) });
  return { user: shown(user), accessToken: fastify.jwt.sign({ sub: user._id.toHexString() }), refreshToken };
}

fastify.post("/register", { schema: { body: credentials, response: { 201: answer } } }, async (request, reply) => {
  const { email, password } = request.body;
  const user = { email, name: null, passwordHash: await argon2.hash(password, cost), createdAt: new Date() };
  try {
    await users.insertOne(user);
  } catch (error) {
    if (error.code === 11000) return reply.code(409).send({ message: "The address is taken" });
    throw error;
  }
  return reply.code(201).send(await startSession(user));
});

fastify.post("/login", { schema: { body: credentials, response: { 200: answer } } }, async (request, reply) => {
  const user = await users.findOne({ email: request.body.email });
  if (!user || !(await argon2.verify(user.passwordHash, request.body.password))) return reply.code(401).send();
  return startSession(user);
});

fastify.post("/refresh", { schema: { response: { 200: tokens } } }, async (request, reply) => {
  const next = randomBytes(32).toString("base64url");
  const session = await sessions.findOneAndDelete({ _id: request.body.refreshToken });
  if (!session || session.expiresAt < new Date()) return reply.code(401).send();
  await sessions.insertOne({ ...session, _id: next, expiresAt: new Date(Date.now() + 14 * day) });
  return { accessToken: fastify.jwt.sign({ sub: session.userId.toHexString() }), refreshToken: next };
});

const signedIn = { onRequest: [fastify.authenticate] };

fastify.get("/me", { ...signedIn, schema: { response: { 200: user } } }, async (request, reply) => {
  const found = await users.findOne({ _id: new fastify.mongo.ObjectId(request.user.sub) });
  return found ? shown(found) : reply.code(401).send();
});

fastify.get("/whoami", signedIn, async (request) => ({ id: request.user.sub }));

await fastify.listen({ host: "127.0.0.1", port: 0 });
listening(fastify.server.address());
