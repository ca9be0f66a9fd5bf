import { eventPageSchema, eventQuerySchema, listEvents } from "@rollcall/core";
import { Hono } from "hono";
import { endpoint } from "../http/endpoint.ts";
import type { AppEnv } from "../http/env.ts";

export const eventRoutes = new Hono<AppEnv>().get(
  "/",
  endpoint({
    id: "listEvents",
    summary: "Read the audit trail",
    description:
      "The newest first. With `order=asc` it is a feed: go on with `nextCursor`, which the last page has, too, for as long as you like; an empty page says that nothing has come since.",
    tag: "Events",
    auth: "admin",
    query: eventQuerySchema,
    answer: { status: 200, description: "A page of events", schema: eventPageSchema },
    problems: [],
  }),
  async (c) => c.json(await listEvents(c.var.ctx, c.req.valid("query")), 200),
);
