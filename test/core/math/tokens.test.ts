import { expect, it } from 'vitest';
import { tokensOf } from '../../../src/core/math/tokens.ts';

it.each([
  ['The Robot, ROBOT!', ['the', 'robot', 'robot']],
  ["x-ray, don't, a", ['ray', 'don']],
  ['snake_case kebab-case', ['snake_case', 'kebab', 'case']],
  ['3d 007 ½ litre m²', ['3d', '007', 'litre', 'm²']],
  ['日本語 映画 と Привет Straße', ['日本語', '映画', 'привет', 'straße']],
  ['cafe\u0301 noir', ['cafe', 'noir']],
  ['🎬🎥 night', ['night']],
  ['', []],
])('reads %j as %j', (text, tokens) => {
  expect(tokensOf(text)).toEqual(tokens);
});
