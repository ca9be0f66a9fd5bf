import { unwrap } from "@rollcall/client";
import { useRollcall } from "@rollcall/client/react";
import { useState } from "react";
import { explain } from "../explain.ts";
import { Form } from "../Form.tsx";
import { useFocusOnChange } from "../useFocusOnChange.ts";
import { useLoaded } from "../useLoaded.ts";
import { AddPasskey } from "./AddPasskey.tsx";
import { AuthenticatorApp } from "./AuthenticatorApp.tsx";
import { FactorItem } from "./FactorItem.tsx";
import { RecoveryCodes } from "./RecoveryCodes.tsx";

/** What one signs in with beside a password or a mailbox. */
export function Factors({ onChange }: { onChange: () => void }) {
  const { api } = useRollcall();
  const { data, error, reload } = useLoaded(() => unwrap(api.me.factors.$get()));
  const [codes, setCodes] = useState<string[] | null>(null);
  const section = useFocusOnChange(codes ? "codes" : "factors");

  function changed() {
    reload();
    // The first one has ended all other sessions.
    onChange();
  }

  function added(recoveryCodes?: string[]) {
    setCodes(recoveryCodes ?? null);
    changed();
  }

  const { items = [], recoveryCodesLeft = 0 } = data ?? {};
  return (
    <section ref={section} tabIndex={-1} aria-labelledby="factors">
      <h2 id="factors">Second factors</h2>
      {codes ? (
        <RecoveryCodes codes={codes} onKept={() => setCodes(null)} />
      ) : (
        <>
          <p>
            Once there is one, a password alone, or a mail, lets nobody in. A passkey lets you in by itself. Have two,
            on different devices, so that you can lose one.
          </p>
          <ul>
            {items.map((factor) => (
              <FactorItem key={factor.id} factor={factor} isLast={items.length === 1} onChange={changed} />
            ))}
          </ul>
          <AddPasskey onAdded={added} />
          <AuthenticatorApp onAdded={added} />
          {items.length > 0 && (
            <>
              <p>{codesLeft(recoveryCodesLeft)}</p>
              <Form
                button="Make new recovery codes"
                onSubmit={async () => added((await unwrap(api.me["recovery-codes"].$post())).recoveryCodes)}
              />
            </>
          )}
        </>
      )}
      <p role="alert">{error ? explain(error) : null}</p>
    </section>
  );
}

function codesLeft(count: number): string {
  const left = count === 1 ? "One recovery code is left." : `${count || "No"} recovery codes are left.`;
  return count < 4 ? `${left} Make new ones before you need them.` : left;
}
