import { unwrap } from "@rollcall/client";
import { redirect } from "next/navigation";
import { rollcall } from "../../visitor.ts";
import { rename, signOut } from "./actions.ts";

export default async function Page() {
  const { api, session } = await rollcall();
  if (!(await session())) redirect("/");
  const [user, sessions] = await Promise.all([unwrap(api.me.$get()), unwrap(api.me.sessions.$get())]);
  return (
    <>
      <h1>{user.name ?? user.email}</h1>
      <form action={rename}>
        <label>
          Name <input name="name" defaultValue={user.name ?? ""} />
        </label>{" "}
        <button type="submit">Save</button>
      </form>
      <h2>Your sessions</h2>
      <ul>
        {sessions.items.map(({ id, userAgent, current, lastUsedAt }) => (
          <li key={id}>
            {userAgent ?? "Unknown"}, {current ? "this one" : `last used ${lastUsedAt}`}
          </li>
        ))}
      </ul>
      <form action={signOut}>
        <button type="submit">Sign out</button>
      </form>
    </>
  );
}
