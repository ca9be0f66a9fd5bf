const { createClient } = require("@rollcall/client");

async function main() {
  const { api, accessToken, signOut } = createClient(process.argv[2]);
  const password = "correct horse battery staple";
  const registered = await api.auth.register.$post({ json: { email: "ada@example.com", name: "Ada", password } });
  if (!registered.ok) throw new Error((await registered.json()).title);
  const me = await api.me.$get();
  if (me.ok) console.log((await me.json()).name);
  console.log((await api.me.verify.$post({ json: { password } })).status, typeof (await accessToken("example")));
  await signOut();
  console.log((await api.me.$get()).status);
}

main();
