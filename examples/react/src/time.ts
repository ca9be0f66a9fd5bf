const format = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/** An RFC 3339 time as people here write it. */
export const inWords = (time: string) => format.format(new Date(time));
