import { redirect } from "next/navigation";
import { rollcall } from "../visitor.ts";
import { SignIn } from "./sign-in.tsx";

export default async function Page() {
  const { session } = await rollcall();
  if (await session()) redirect("/profile");
  return <SignIn />;
}
