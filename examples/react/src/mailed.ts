/*
 * The link of a mail has its token in the fragment, which no server sees. This is the page's first module, so that the token is gone
 * from the address bar and from the history before anything else runs. It is kept here alone, until its page has posted it.
 */

const address = new URL(location.href);

export const token = new URLSearchParams(address.hash.slice(1)).get("token") || null;

if (address.hash) {
  address.hash = "";
  history.replaceState(null, "", address);
}

// Another link that is opened in this tab changes nothing but the fragment.
addEventListener("hashchange", () => location.reload());
