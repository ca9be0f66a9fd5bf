/** Up to which place the words of each tier of the list go. What comes after all of them is the last tier. */
const lastPlaces = [128, 1_024, 8_192];

/** The tier of the word at a place of the list, the most common being at 0. */
export const tierOf = (place: number): number => lastPlaces.filter((last) => place >= last).length;

/** The logarithm of how many words there are up to the end of a tier. */
export const bitsOfTier = (tier: number): number => 7 + 3 * tier;
