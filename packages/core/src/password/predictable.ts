/** Whether a text in lower case is one that many would make the same way: a run of keys, a date, few characters repeated. */
export function isPredictable(text: string): boolean {
  return isRun(text) || date.test(text) || (text.length <= longestRepeat && shortRepeat.test(text));
}

/** Of eight digits, as birthdays are written in three orders: half of the listed common passwords of this length. */
const date = /^(?:(?:0[1-9]|[12]\d|3[01]){2}(?:19|20)\d\d|(?:19|20)\d\d(?:0[1-9]|[12]\d|3[01]){2})$/;

/** A few characters over and over. */
const shortRepeat = /^([ -~]{1,4})\1+$/;

/** As long as lists of common passwords have them. */
const longestRepeat = 32;

/** Lists of common passwords leave out the endless variants of these, because strength meters know them. */
const tracks = ["01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "1q2w3e4r5t6y7u8i9o0p"];
const neighbours = new Set(
  tracks.flatMap((track) => [...track].slice(1).flatMap((next, index) => [track[index] + next, next + track[index]])),
);

/** Shorter texts are too short for any policy. */
const shortestRun = 8;

function isRun(text: string): boolean {
  const characters = [...text];
  if (characters.length < shortestRun) return false;
  return characters.slice(1).every((next, index) => neighbours.has(characters[index] + next));
}
