import { useRollcall } from "@rollcall/client/react";
import { explain } from "./explain.ts";
import { Field, Form } from "./Form.tsx";
import { useLoaded } from "./useLoaded.ts";

const url = `${import.meta.env.VITE_NOTES_URL ?? "http://127.0.0.1:3001"}/notes`;

/** What another service keeps for whoever is signed in. It is called with a token that is good there and nowhere else. */
export function Notes() {
  const { accessToken } = useRollcall();

  async function call(init: RequestInit = {}): Promise<string[]> {
    const token = await accessToken("notes");
    const response = await fetch(url, { ...init, headers: { authorization: `Bearer ${token}` } });
    if (!response.ok) throw new Error(`The notes answered ${response.status}`);
    return response.json();
  }

  async function add({ text = "" }: Record<string, string>) {
    if (text) await call({ method: "POST", body: text });
    reload();
  }

  const { data, error, reload } = useLoaded(call);
  return (
    <section aria-labelledby="notes">
      <h2 id="notes">Notes</h2>
      <ul>
        {data?.map((text, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: notes are only ever added at the end
          <li key={index}>{text}</li>
        ))}
      </ul>
      {data?.length === 0 && <p>There are no notes yet.</p>}
      <p role="alert">{error ? explain(error) : null}</p>
      <Form button="Add" onSubmit={add}>
        <Field name="text" label="New note" autoComplete="off" />
      </Form>
    </section>
  );
}
