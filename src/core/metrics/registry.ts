import { registry } from '../entry.ts';
import { coverage } from './coverage.ts';
import { hitRate } from './hit-rate.ts';
import { mae } from './mae.ts';
import { map } from './map.ts';
import type { Metric } from './metric.ts';
import { mrr } from './mrr.ts';
import { ndcg } from './ndcg.ts';
import { precision } from './precision.ts';
import { recall } from './recall.ts';
import { rmse } from './rmse.ts';
import { userCoverage } from './user-coverage.ts';

/** In the order in which they are offered. */
export const metrics = registry<Metric>('metric', [
  ndcg,
  precision,
  recall,
  hitRate,
  map,
  mrr,
  coverage,
  userCoverage,
  rmse,
  mae,
]);
