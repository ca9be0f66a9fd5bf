import type { Session, SessionList } from "@rollcall/client";
import { useRollcall } from "@rollcall/client/react";
import { useState } from "react";
import { explain } from "./explain.ts";
import { inWords } from "./time.ts";
import type { Loaded } from "./useLoaded.ts";

export function Sessions({ data, error, reload }: Loaded<SessionList>) {
  const { api } = useRollcall();
  const [message, setMessage] = useState("");
  const end = (id: string) => api.me.sessions[":id"].$delete({ param: { id } }).then(reload, reload);
  const endOthers = () => api.me.sessions.$delete().then(reload, reload);

  /** Whoever it was has known the password, so that is what comes next. */
  async function disown(id: string) {
    await end(id);
    setMessage("That device is signed out. Now set a new password, so that it stays out.");
    document.getElementById("password-section")?.focus();
  }

  const sessions = data?.items ?? [];
  return (
    <section aria-labelledby="sessions">
      <h2 id="sessions">Sessions</h2>
      <ul>
        {sessions.map((session) => (
          <li key={session.id}>
            <p>
              {deviceOf(session)}
              <br />
              <small>
                {session.current ? "this one" : `last used ${inWords(session.lastUsedAt)}`}
                <br />
                signed in {inWords(session.createdAt)} by {waysOf(session)}
                {session.ip && `, from ${session.ip}`}
              </small>
            </p>
            {!session.current && (
              <span className="buttons">
                <button type="button" aria-label={`End ${deviceOf(session)}`} onClick={() => end(session.id)}>
                  End
                </button>
                <button type="button" aria-label={`${deviceOf(session)} was not me`} onClick={() => disown(session.id)}>
                  This was not me
                </button>
              </span>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <button type="button" onClick={endOthers}>
          End all others
        </button>
      )}
      <p role="status">{message}</p>
      <p role="alert">{error ? explain(error) : null}</p>
    </section>
  );
}

function deviceOf({ device: { browser, system } }: Session): string {
  return [browser ?? "Something unknown", system].filter(Boolean).join(" on ");
}

const ways: Record<string, string> = { pwd: "password", otp: "code", hwk: "passkey" };

function waysOf({ amr }: Session): string {
  if (amr.join() === "otp") return "mail";
  return amr.flatMap((way) => ways[way] ?? []).join(" and ");
}
