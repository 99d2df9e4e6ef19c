import { registry } from '../entry.ts';
import { auc } from './auc.ts';
import { audienceDiversity } from './audience-diversity.ts';
import { calibration } from './calibration.ts';
import { coverage } from './coverage.ts';
import { diversity } from './diversity.ts';
import { entropy } from './entropy.ts';
import { f1 } from './f1.ts';
import { gauc } from './gauc.ts';
import { gini } from './gini.ts';
import { hitRate } from './hit-rate.ts';
import { listDistance } from './list-distance.ts';
import { listPopularity } from './list-popularity.ts';
import { mae } from './mae.ts';
import { map } from './map.ts';
import type { Metric } from './metric.ts';
import { mrr } from './mrr.ts';
import { ndcg } from './ndcg.ts';
import { novelty } from './novelty.ts';
import { personalization } from './personalization.ts';
import { precision } from './precision.ts';
import { rPrecision } from './r-precision.ts';
import { rbp } from './rbp.ts';
import { recall } from './recall.ts';
import { rmse } from './rmse.ts';
import { serendipity } from './serendipity.ts';
import { tailShare } from './tail-share.ts';
import { unexpectedness } from './unexpectedness.ts';
import { userCoverage } from './user-coverage.ts';

/** In the order in which they are offered. */
export const metrics = registry<Metric>('metric', [
  ndcg,
  precision,
  recall,
  f1,
  hitRate,
  map,
  mrr,
  rbp,
  rPrecision,
  auc,
  gauc,
  coverage,
  userCoverage,
  gini,
  entropy,
  novelty,
  listPopularity,
  tailShare,
  diversity,
  audienceDiversity,
  personalization,
  listDistance,
  unexpectedness,
  serendipity,
  calibration,
  rmse,
  mae,
]);
