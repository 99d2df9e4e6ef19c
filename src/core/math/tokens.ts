/**
 * The words of a text, in lower case and in order: runs of at least two letters, numbers or underscores of any script.
 * A hyphen or an apostrophe splits, and a combining mark does too. No stemming, no folding of accents.
 */
export function tokensOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}_]{2,}/gu) ?? [];
}
