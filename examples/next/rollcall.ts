/** Where Rollcall is; read when the app is built, too. */
export const service = process.env.ROLLCALL_URL ?? "http://127.0.0.1:3000";
/** Of this app's pages: one of Rollcall's CORS_ORIGINS. The local Rollcall allows every port of this machine. */
export const origin = process.env.ORIGIN ?? "http://localhost:3001";
