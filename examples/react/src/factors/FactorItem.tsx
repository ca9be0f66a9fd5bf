import { type Factor, unwrap } from "@rollcall/client";
import { forgetRemovedPasskeys } from "@rollcall/client/passkeys";
import { useRollcall } from "@rollcall/client/react";
import { useState } from "react";
import { Field, Form } from "../Form.tsx";
import { inWords } from "../time.ts";
import { useFocusOnChange } from "../useFocusOnChange.ts";

interface FactorItemProps {
  factor: Factor;
  /** Whether nothing is left when it is removed. */
  isLast: boolean;
  onChange: () => void;
}

/** A factor, and what can be done to it, one thing at a time. */
export function FactorItem({ factor, isLast, onChange }: FactorItemProps) {
  const [task, setTask] = useState<"rename" | "remove" | null>(null);
  const item = useFocusOnChange<HTMLLIElement>(task ?? "");
  const client = useRollcall();
  const { id, name } = factor;
  const one = client.api.me.factors[":id"];

  function end() {
    setTask(null);
    onChange();
  }

  return (
    <li ref={item} tabIndex={-1}>
      <p>
        {name}
        <br />
        <small>
          {kindOf(factor)}, added {inWords(factor.createdAt)}
          <br />
          {factor.lastUsedAt ? `last used ${inWords(factor.lastUsedAt)}` : "not used yet"}
        </small>
      </p>
      {task === null && (
        <span className="buttons">
          <button type="button" aria-label={`Rename ${name}`} onClick={() => setTask("rename")}>
            Rename
          </button>
          <button type="button" aria-label={`Remove ${name}`} onClick={() => setTask("remove")}>
            Remove
          </button>
        </span>
      )}
      {task === "rename" && (
        <Form
          button="Save the name"
          onSubmit={async ({ name = "" }) => {
            await unwrap(one.$patch({ param: { id }, json: { name } }));
            end();
          }}
        >
          <Field name="name" label={`New name of ${name}`} defaultValue={name} autoComplete="off" />
        </Form>
      )}
      {task === "remove" && (
        <Form
          button={`Yes, remove ${name}`}
          words={{ conflict: "You have to have one here. Set up another one first." }}
          onSubmit={async () => {
            await unwrap(one.$delete({ param: { id } }));
            // So that the browser does not go on offering it. Where it is told nothing, nothing is wrong.
            if (factor.type === "passkey") await forgetRemovedPasskeys(client).catch(() => {});
            end();
          }}
        >
          <p>
            {isLast
              ? "This is the only one: without it your password, or your mailbox, is enough to sign in, your recovery codes are void, and your other devices are signed out."
              : "You cannot sign in with it any more."}
          </p>
        </Form>
      )}
      {task && (
        <button type="button" onClick={() => setTask(null)}>
          Cancel
        </button>
      )}
    </li>
  );
}

function kindOf({ type, backedUp }: Factor): string {
  if (type === "totp") return "authenticator app";
  return backedUp ? "passkey, on your other devices as well" : "passkey, on one device alone";
}
