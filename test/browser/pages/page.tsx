import { type ComponentType, StrictMode, Suspense } from "react";
import type { RollcallClient } from "../../../packages/client/src/index.ts";
import {
  RollcallProvider,
  SignedIn,
  SignedOut,
  useSession,
  useUser,
} from "../../../packages/client/src/react/index.tsx";

/**
 * Every component of the React entry, some of them twice, as a server or a browser renders it.
 * @param Late what is rendered as the late part: on a server at once, in a browser when its code has come.
 */
export function Page({ client, Late }: { client: RollcallClient; Late: ComponentType }) {
  return (
    <StrictMode>
      <RollcallProvider client={client}>
        <State />
        <SignedOut>
          <p>Nobody</p>
        </SignedOut>
        <SignedIn>
          <input aria-label="Draft" />
          <Account name="first" />
          <Account name="second" />
        </SignedIn>
        <Suspense>
          <Late />
        </Suspense>
      </RollcallProvider>
    </StrictMode>
  );
}

function State() {
  return <p id="state">{useSession().status}</p>;
}

export function LatePart() {
  const { status } = useSession();
  const { isLoading } = useUser();
  return <p id="late">{isLoading ? status : `${status}, loaded`}</p>;
}

function Account({ name }: { name: string }) {
  const { user, isLoading, error, reload } = useUser();
  const text = [user?.name ?? user?.email, isLoading && "loading", error && "failed"].filter(Boolean).join(", ");
  return (
    <>
      <p id={name}>{text}</p>
      <button type="button" onClick={reload}>{`Reload ${name}`}</button>
    </>
  );
}
