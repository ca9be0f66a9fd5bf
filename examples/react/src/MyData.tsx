import { type EventType, unwrap } from "@rollcall/client";
import { useRollcall } from "@rollcall/client/react";
import { download as save } from "./download.ts";
import { explain } from "./explain.ts";
import { Form } from "./Form.tsx";
import { inWords } from "./time.ts";
import { useLoaded } from "./useLoaded.ts";

export function MyData() {
  const { api } = useRollcall();
  const { data, error } = useLoaded(() => unwrap(api.me.events.$get({ query: { limit: "10" } })));

  async function download() {
    const text = JSON.stringify(await unwrap(api.me.export.$get()), null, 2);
    save("my-account.json", text, "application/json");
  }

  return (
    <section aria-labelledby="data">
      <h2 id="data">My data</h2>
      <Form button="Download all that is kept about me" onSubmit={download} />
      <p>What has happened last:</p>
      <ul>
        {data?.items.map(({ id, type, at }) => (
          <li key={id}>
            {words[type] ?? type}
            <small>{inWords(at)}</small>
          </li>
        ))}
      </ul>
      <p role="alert">{error ? explain(error) : null}</p>
    </section>
  );
}

const words: Partial<Record<EventType, string>> = {
  "user.registered": "You registered",
  "user.created": "An account was made for you",
  "user.changed": "Your account was changed",
  "user.deletion_requested": "The account was deleted, and can be restored",
  "user.restored": "The account was restored",
  "user.exported": "You were given all that is kept about you",
  "user.reauthenticated": "You proved once more who you are",
  "session.started": "Signed in",
  "session.ended": "A session ended",
  "sessions.ended": "Sessions ended",
  "sign_in.failed": "Somebody failed to sign in",
  "sign_in.disowned": "You said that a sign-in was not yours",
  "account.throttled": "There were too many wrong tries",
  "code.requested": "A link and a code to sign in with were mailed",
  "code.refused": "A mailed code was refused",
  "second_factor.asked": "Somebody with a first proof was asked for a second factor",
  "second_factor.refused": "A wrong second factor was given",
  "factor.added": "A second factor was added",
  "factor.removed": "A second factor was removed",
  "factors.removed": "Your second factors were removed",
  "factors.removal_requested": "The removal of your second factors was asked for",
  "factors.removal_stopped": "The removal of your second factors was stopped",
  "recovery_codes.made": "New recovery codes were made",
  "recovery_code.used": "A recovery code was used",
  "passkey.counter_regressed": "A passkey was refused that may be a copy",
  "password.changed": "The password was changed",
  "password.refused": "A wrong password was given",
  "password.reset_requested": "A link for a new password was mailed",
  "password.reset": "The password was set by mail",
  "email.verification_requested": "A confirmation was mailed",
  "email.verified": "The address was confirmed",
  "email.change_requested": "Another address was asked for",
  "email.changed": "The address was changed",
  "email.reverted": "The old address was taken back",
};
