import type { EventData } from "../audit/index.ts";
import type { NewEvent } from "../outbox/index.ts";
import type { UserDocument, UserEdit } from "../user/index.ts";
import type { Author } from "./administrator.ts";

type Edited = Pick<UserDocument, "name" | "roles" | "status" | "deletesAt">;

/** The events of an edit: none where every field keeps its value. */
export function eventsOfEdit(author: Author, seen: Edited, edit: UserEdit): NewEvent[] {
  const data = changesOf(seen, edit);
  if (data.fields.length === 0) return [];
  const isRestored = seen.deletesAt !== undefined && edit.status === "active";
  const isPromoted = data.roles?.after.includes("admin");
  return [
    { type: "user.changed", ...author, data },
    ...(isRestored ? [{ type: "user.restored" as const, ...author }] : []),
    ...(isPromoted ? [{ type: "administrator.promoted" as const, ...author, data: { by: "role" as const } }] : []),
  ];
}

/** The fields that get another value, and what it is where it says nothing of who somebody is. */
function changesOf(seen: Edited, { name, roles, status }: UserEdit): EventData<"user.changed"> {
  const isRenamed = name !== undefined && name !== seen.name;
  const changed = {
    ...(roles && roles.join() !== seen.roles.join() && { roles: { before: seen.roles, after: roles } }),
    ...(status && status !== seen.status && { status: { before: seen.status, after: status } }),
  };
  return { fields: [...(isRenamed ? ["name"] : []), ...Object.keys(changed)], ...changed };
}
