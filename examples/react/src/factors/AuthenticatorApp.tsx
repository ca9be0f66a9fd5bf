import { type AuthenticatorApp as App, unwrap } from "@rollcall/client";
import { useRollcall } from "@rollcall/client/react";
import { useState } from "react";
import { Field, Form } from "../Form.tsx";
import { AppCodeField } from "../Proof.tsx";
import { useFocusOnChange } from "../useFocusOnChange.ts";
import { QrCode } from "./QrCode.tsx";

const words = {
  code_expired: "That took too long. Begin again.",
  limit_reached: "You have as many apps as there can be.",
};

/** @param onAdded is given the recovery codes where this is the first factor */
export function AuthenticatorApp({ onAdded }: { onAdded: (recoveryCodes?: string[]) => void }) {
  const { api } = useRollcall();
  const [app, setApp] = useState<App | null>(null);
  const part = useFocusOnChange<HTMLDivElement>(app ? "setup" : "");
  const offer = async () => setApp(await unwrap(api.me.factors.totp.$post()));

  async function confirm({ id }: App, { code = "", name }: Record<string, string>) {
    const json = { id, code, ...(name && { name }) };
    const { recoveryCodes } = await unwrap(api.me.factors.totp.confirm.$post({ json }));
    setApp(null);
    onAdded(recoveryCodes);
  }

  return (
    <div ref={part} tabIndex={-1}>
      {app ? (
        <section aria-labelledby="new-app">
          <h3 id="new-app">A new authenticator app</h3>
          <Instructions app={app} />
          <Form button="Confirm the app" words={words} onSubmit={(values) => confirm(app, values)}>
            <AppCodeField />
            <Field
              name="name"
              label="Name of the app"
              autoComplete="off"
              hint="Such as the phone it is on. You may leave it empty."
            />
          </Form>
          <button type="button" onClick={() => setApp(null)}>
            Cancel
          </button>
        </section>
      ) : (
        <Form button="Add an authenticator app" words={words} onSubmit={offer} />
      )}
    </div>
  );
}

function Instructions({ app: { uri, secret } }: { app: App }) {
  return (
    <ol>
      <li>
        Scan this with the app:
        <QrCode text={uri} label="QR code for an authenticator app" />
      </li>
      <li>
        Or, where it is on this device, <a href={uri}>open it there</a>. Or give it the key{" "}
        <code>{secret.match(/.{1,4}/g)?.join(" ")}</code>
      </li>
      <li>Then the app shows six digits.</li>
    </ol>
  );
}
