import { unwrap } from "@rollcall/client";
import { useRollcall } from "@rollcall/client/react";
import { explain } from "./explain.ts";
import { useLoaded } from "./useLoaded.ts";

const time = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

export function Sessions() {
  const { api } = useRollcall();
  const { data, error, reload } = useLoaded(() => unwrap(api.me.sessions.$get()));
  const end = (id: string) => api.me.sessions[":id"].$delete({ param: { id } }).then(reload, reload);
  const endOthers = () => api.me.sessions.$delete().then(reload, reload);
  const sessions = data?.items ?? [];
  return (
    <section aria-labelledby="sessions">
      <h2 id="sessions">Sessions</h2>
      <ul>
        {sessions.map(({ id, current, userAgent, lastUsedAt }) => (
          <li key={id}>
            <p>
              {deviceOf(userAgent)}
              <br />
              <small>{current ? "this one" : `last used ${time.format(new Date(lastUsedAt))}`}</small>
            </p>
            {!current && (
              <button type="button" aria-label={`End ${deviceOf(userAgent)}`} onClick={() => end(id)}>
                End
              </button>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <button type="button" onClick={endOthers}>
          End all others
        </button>
      )}
      <p role="alert">{error ? explain(error) : null}</p>
    </section>
  );
}

/** A browser and a system, as far as a user agent tells. */
function deviceOf(userAgent: string | null): string {
  const browser = /Edg|OPR|Firefox|Chrome|Safari/.exec(userAgent ?? "")?.[0];
  const system = /Android|iPhone|iPad|Windows|Mac OS|Linux/.exec(userAgent ?? "")?.[0];
  return [browser ?? "Something unknown", system].filter(Boolean).join(" on ");
}
