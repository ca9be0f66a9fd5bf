/** What somebody used, as far as its User-Agent field (RFC 9110 section 10.1.5) tells: nothing of it is proved. */
export interface Device {
  /** A browser, such as `Firefox`, or another program, such as `curl` or an app. */
  browser: string | null;
  /** Such as `Windows`. */
  system: string | null;
}

/* The first that matches counts: most browsers name those that they descend from, too. */

const browsers: [name: string, token: RegExp][] = [
  ["Edge", /\bEdg(e|A|iOS)?\//],
  ["Opera", /\b(OPR|OPT|Opera)\//],
  ["Samsung Internet", /\bSamsungBrowser\//],
  ["Vivaldi", /\bVivaldi\//],
  ["Yandex Browser", /\bYaBrowser\//],
  ["DuckDuckGo", /\b(Ddg|DuckDuckGo)\//],
  ["Firefox", /\b(Firefox|FxiOS|Focus)\//],
  ["Chrome", /\b(Chrome|CriOS|HeadlessChrome)\//],
  ["Safari", /\bVersion\/[\d.]+ .*\bSafari\//],
  ["Internet Explorer", /\b(MSIE |Trident\/)/],
];

const systems: [name: string, token: RegExp][] = [
  ["iPadOS", /\biPad/],
  ["iOS", /\biPhone|\biPod|\biOS\b/],
  ["Android", /\bAndroid\b/],
  ["ChromeOS", /\bCrOS\b/],
  ["Windows", /\bWindows\b/],
  ["macOS", /\bMac(intosh|OS| OS X)\b/],
  ["Linux", /\bLinux\b/],
];

export function deviceOf(userAgent: string | null): Device {
  const text = userAgent ?? "";
  return { browser: nameIn(browsers, text) ?? programIn(text), system: nameIn(systems, text) };
}

function nameIn(names: [name: string, token: RegExp][], text: string): string | null {
  return names.find(([, token]) => token.test(text))?.[0] ?? null;
}

/** The first product of what is no browser: `okhttp/5.1.0` is okhttp. Nothing in it could be taken for an address. */
function programIn(text: string): string | null {
  const [, program] = /^([a-z][\w-]{0,39})(?=[/ ]|$)/i.exec(text) ?? [];
  return program && program !== "Mozilla" ? program : null;
}
