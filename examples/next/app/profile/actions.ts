"use server";

import { unwrap } from "@rollcall/client";
import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { passCookies, rollcall } from "../../visitor.ts";

export async function rename(form: FormData): Promise<void> {
  const client = await rollcall();
  await unwrap(client.api.me.$patch({ json: { name: String(form.get("name")) } }));
  await passCookies(client);
  revalidatePath("/profile");
}

export async function signOut(): Promise<void> {
  const client = await rollcall();
  await client.signOut();
  await passCookies(client);
  redirect("/");
}
