import { SignedIn, SignedOut, useRollcall, useSession, useUser } from "@rollcall/client/react";
import { useEffect, useState } from "react";
import { Address } from "./Address.tsx";
import { DeleteAccount } from "./DeleteAccount.tsx";
import { explain } from "./explain.ts";
import { MyData } from "./MyData.tsx";
import { token } from "./mailed.ts";
import { mailedPage } from "./mailed-pages/index.ts";
import { Notes } from "./Notes.tsx";
import { Password } from "./Password.tsx";
import { Profile } from "./Profile.tsx";
import { Reauthentication } from "./Reauthentication.tsx";
import { Sessions } from "./Sessions.tsx";
import { SignIn } from "./SignIn.tsx";
import { useFocusOnChange } from "./useFocusOnChange.ts";

const farewells: Record<string, string> = {
  signed_out: "You are signed out.",
  account_deleted: "The account is deleted.",
  expired: "The session has ended. Sign in again.",
  replaced: "Somebody else has signed in in another tab. Load the page again to go on as they.",
};

export function App() {
  return (
    <>
      <Header />
      <Main />
    </>
  );
}

function Header() {
  const { signOut } = useRollcall();
  const { user } = useUser();
  return (
    <header>
      <h1>Example</h1>
      <SignedIn>
        <p>{user?.name ?? user?.email}</p>
        {/* Without a network it is carried out later: here it is done either way. */}
        <button type="button" onClick={() => signOut().catch(() => {})}>
          Sign out
        </button>
      </SignedIn>
    </header>
  );
}

function Main() {
  const { status } = useSession();
  const { Page, leave } = useMailedPage();
  const main = useFocusOnChange(Page ? "mailed" : status);
  const farewell = useFarewell();
  if (Page) {
    return (
      <main>
        <Page token={token} leave={leave} />
      </main>
    );
  }
  return (
    <main ref={main} tabIndex={-1}>
      <p role="status">{farewell}</p>
      <SignedOut>
        <SignIn />
      </SignedOut>
      <SignedIn>
        <Account />
        <Reauthentication />
      </SignedIn>
    </main>
  );
}

/** The page behind a mailed link, until it is left. */
function useMailedPage() {
  const [Page, setPage] = useState(() => mailedPage(location.pathname, token));
  function leave() {
    history.replaceState(null, "", "/");
    setPage(null);
  }
  return { Page, leave };
}

function Account() {
  const { user, error, reload } = useUser();
  if (user) {
    return (
      <>
        <Notes />
        <Profile user={user} />
        <Address user={user} />
        <Password user={user} />
        <Sessions />
        <MyData />
        <DeleteAccount />
      </>
    );
  }
  if (!error) return <p>Loading…</p>;
  return (
    <p role="alert">
      {explain(error)}{" "}
      <button type="button" onClick={reload}>
        Try again
      </button>
    </p>
  );
}

/** Why the last session has ended, until somebody signs in. */
function useFarewell(): string | undefined {
  const { status } = useSession();
  const [reason, setReason] = useState("");
  useEffect(() => {
    const listen = (event: Event) => setReason((event as CustomEvent<string>).detail);
    addEventListener("session-end", listen);
    return () => removeEventListener("session-end", listen);
  }, []);
  return status === "signed-out" ? farewells[reason] : undefined;
}
