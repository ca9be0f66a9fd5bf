import { eventPageSchema, eventQuerySchema, listEvents } from "@rollcall/core";
import { Hono } from "hono";
import { endpoint } from "../http/endpoint.ts";
import type { AppEnv } from "../http/env.ts";

export const eventRoutes = new Hono<AppEnv>().get(
  "/",
  endpoint({
    id: "listEvents",
    summary: "Read the audit trail",
    tag: "Events",
    auth: "admin",
    query: eventQuerySchema,
    answer: { status: 200, schema: eventPageSchema },
    problems: [],
  }),
  async (c) => c.json(await listEvents(c.var.ctx, c.req.valid("query")), 200),
);
