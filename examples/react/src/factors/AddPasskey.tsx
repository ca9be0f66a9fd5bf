import { addPasskey } from "@rollcall/client/passkeys";
import { useRollcall } from "@rollcall/client/react";
import { Field, Form } from "../Form.tsx";
import { answerOf } from "../passkeys.ts";

const words = {
  validation_failed: "The service does not take this passkey.",
  conflict: "This passkey belongs to another account.",
  limit_reached: "You have as many passkeys as there can be.",
};

/** @param onAdded is given the recovery codes where this is the first factor */
export function AddPasskey({ onAdded }: { onAdded: (recoveryCodes?: string[]) => void }) {
  const client = useRollcall();
  return (
    <Form
      button="Add a passkey"
      words={words}
      onSubmit={async ({ name }) => {
        const { recoveryCodes } = answerOf(await addPasskey(client, { name: name || undefined }));
        onAdded(recoveryCodes);
      }}
    >
      <Field
        name="name"
        label="Name of the passkey"
        autoComplete="off"
        hint="Such as the device or the password manager that it is in. You may leave it empty."
      />
    </Form>
  );
}
