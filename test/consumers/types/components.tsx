import { createClient } from "@rollcall/client";
import { RollcallProvider, SignedIn, SignedOut, useRollcall, useSession, useUser } from "@rollcall/client/react";

const client = createClient("https://auth.example.com", { reauthenticate: () => false });

export function App(store: { title: string | undefined }) {
  return (
    <RollcallProvider client={client}>
      <h1>{store.title}</h1>
      <SignedIn>
        <Name />
      </SignedIn>
      <SignedOut>Sign in</SignedOut>
    </RollcallProvider>
  );
}

function Name() {
  const session = useSession();
  const { signOut } = useRollcall();
  // @ts-expect-error: there may be none
  session.userId.trim();
  // @ts-expect-error: it is not certain that it is loaded
  useUser().user.name.trim();
  return (
    <button type="button" onClick={() => signOut()}>
      {session.status === "signed-in" ? session.userId : null}
    </button>
  );
}
