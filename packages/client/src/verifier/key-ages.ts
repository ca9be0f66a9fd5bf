/** Seconds that a copy of the key set may be old: in other people's caches of the JWKS and in our own memory. */
export const keySetMaxAge = 300;

/** Seconds between two reads that unknown key ids, or a source that is away, may cause. */
export const rereadInterval = 10;

/** Seconds for which others may keep the key set as they are given it, when it may be as old as reads are apart. */
export const publishedMaxAge = keySetMaxAge - rereadInterval;
