import { useState } from "react";
import { download } from "../download.ts";

/** The one time that they are shown. */
export function RecoveryCodes({ codes, onKept }: { codes: string[]; onKept: () => void }) {
  const [message, setMessage] = useState("");
  const text = codes.join("\n");
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setMessage("Copied."),
      () => setMessage("This browser does not let the page copy them. Select them instead."),
    );
  return (
    <section aria-labelledby="recovery-codes">
      <h3 id="recovery-codes">Your recovery codes</h3>
      <p>
        Each of them lets you in once, when your phone or your passkey is not there. Nobody can show them to you again:
        print them, or put them where your other secrets are, but not only on the device that they are to replace.
      </p>
      <ul className="codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div className="buttons">
        <button type="button" onClick={copy}>
          Copy
        </button>
        <button type="button" onClick={() => download("recovery-codes.txt", `${text}\n`, "text/plain")}>
          Download
        </button>
        <button type="button" className="main" onClick={onKept}>
          I have kept them
        </button>
      </div>
      <p role="status">{message}</p>
    </section>
  );
}
