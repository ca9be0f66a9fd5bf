/** How strong somebody has been proved to be who they are: `1` by one factor, `2` by two, or by a passkey whose user was verified. */
export type Acr = "1" | "2";
