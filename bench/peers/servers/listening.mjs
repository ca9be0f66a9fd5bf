/** Tells where the server listens, as Rollcall's does. */
export function listening({ port }) {
  console.error(`The server listens on http://127.0.0.1:${port}`);
}
