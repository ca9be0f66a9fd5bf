import { isApiError, unwrap } from "@rollcall/client";
import { SignedIn, SignedOut, useRollcall, useSession, useUser } from "@rollcall/client/react";
import { useEffect, useState } from "react";
import { Address } from "./Address.tsx";
import { DeleteAccount } from "./DeleteAccount.tsx";
import { explain } from "./explain.ts";
import { Factors } from "./factors/Factors.tsx";
import { MyData } from "./MyData.tsx";
import { token } from "./mailed.ts";
import { mailedPage } from "./mailed-pages/index.ts";
import { Notes } from "./Notes.tsx";
import { Password } from "./Password.tsx";
import { Profile } from "./Profile.tsx";
import { Reauthentication } from "./Reauthentication.tsx";
import { SecondFactor } from "./SecondFactor.tsx";
import { Sessions } from "./Sessions.tsx";
import { SignIn } from "./SignIn.tsx";
import { useFocusOnChange } from "./useFocusOnChange.ts";
import { useLoaded } from "./useLoaded.ts";
import { AskForMore, type HalfSignIn } from "./useSignIn.ts";

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
  const [half, setHalf] = useState<HalfSignIn | null>(null);
  const main = useFocusOnChange(Page ? "mailed" : status);
  const farewell = useFarewell();
  if (Page) {
    return (
      <main>
        <AskForMore value={setHalf}>
          <Page token={token} leave={leave} />
        </AskForMore>
      </main>
    );
  }
  return (
    <main ref={main} tabIndex={-1}>
      <p role="status">{farewell}</p>
      <SignedOut>
        {half ? (
          <SecondFactor half={half} leave={() => setHalf(null)} />
        ) : (
          <AskForMore value={setHalf}>
            <SignIn />
          </AskForMore>
        )}
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
  const { api } = useRollcall();
  const sessions = useLoaded(() => unwrap(api.me.sessions.$get()));
  // Where everybody has to have a second factor, who has none may do nothing else before.
  const mustEnroll = isApiError(sessions.error) && sessions.error.code === "enrollment_required";
  if (user) {
    return (
      <>
        <p role="status">{mustEnroll && "Everybody here has a second factor. Set one up, and go on."}</p>
        {!mustEnroll && <Notes />}
        {!mustEnroll && <Profile user={user} />}
        <Address user={user} />
        {!mustEnroll && <Password user={user} />}
        <Factors onChange={sessions.reload} />
        {!mustEnroll && <Sessions {...sessions} />}
        {!mustEnroll && <MyData />}
        {!mustEnroll && <DeleteAccount />}
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
