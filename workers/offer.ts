import { withoutFunctions } from '../src/core/entry.ts';
import { generators } from '../src/core/generators/registry.ts';
import { importers } from '../src/core/importers/registry.ts';
import { metrics } from '../src/core/metrics/registry.ts';
import { recommenders } from '../src/core/recommenders/registry.ts';
import { splitters } from '../src/core/splits/registry.ts';
import type { Offer } from '../src/rpc/lab-api.ts';

export const offer: Offer = {
  recommenders: recommenders.all.map(withoutFunctions),
  metrics: metrics.all.map(withoutFunctions),
  splitters: splitters.all.map(withoutFunctions),
  importers: importers.all.map(withoutFunctions),
  generators: generators.all.map(withoutFunctions),
};
