import type { Bench } from './bench.ts';
import { oneMillion } from './events.ts';
import { communityOf, stepsOf } from './training.bench.ts';

export const bench: Bench = {
  name: 'training: steps of networks, 1M ratings',
  onlyByName: true,
  run: (context) => stepsOf(communityOf(oneMillion), context),
};
