import { expect, it } from 'vitest';
import { englishStopWords } from '../../../src/core/math/stop-words.ts';
import { tokensOf } from '../../../src/core/math/tokens.ts';

it('holds only words the tokenizer can produce', () => {
  for (const word of englishStopWords) expect(tokensOf(word)).toEqual([word]);
});

it('leaves nothing of a sentence without a subject, and all of one that is only subject', () => {
  const telling = (text: string) => tokensOf(text).filter((word) => !englishStopWords.has(word));
  expect(telling("They'll have been with us, and so it was not without him.")).toEqual([]);
  expect(telling('system fire bill detective two hundred part one')).toHaveLength(8);
});
