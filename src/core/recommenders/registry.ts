import { registry } from '../entry.ts';
import { als } from './als.ts';
import { bias } from './bias.ts';
import { bpr } from './bpr.ts';
import { coVisitation } from './co-visitation.ts';
import { itemCf } from './item-cf.ts';
import { ease } from './ease.ts';
import { itemKnn } from './item-knn.ts';
import { lightfm } from './lightfm.ts';
import { mfAdam } from './mf-adam.ts';
import { mfSgd } from './mf-sgd.ts';
import { multiVae } from './multi-vae.ts';
import { neuralCf } from './neural-cf.ts';
import { nmf } from './nmf.ts';
import { popularity } from './popularity.ts';
import { preferences } from './preferences.ts';
import type { Recommender } from './recommender.ts';
import { similarityBlend } from './similarity-blend.ts';
import { slopeOne } from './slope-one.ts';
import { svd } from './svd.ts';
import { svdPlusPlus } from './svd-plus-plus.ts';
import { switchingHybrid } from './switching-hybrid.ts';
import { tfIdf } from './tf-idf.ts';
import { twoTower } from './two-tower.ts';
import { userKnn } from './user-knn.ts';
import { weightedHybrid } from './weighted-hybrid.ts';

/** Those that answer at once, and so can be part of another. */
const parts: readonly Recommender[] = [
  popularity,
  bias,
  preferences,
  tfIdf,
  coVisitation,
  userKnn,
  itemKnn,
  slopeOne,
  ease,
  itemCf,
  als,
  svd,
  bpr,
  lightfm,
  mfSgd,
  svdPlusPlus,
  nmf,
];

/** Every recommender, in the order menus and tables show them. */
export const recommenders = registry<Recommender>('recommender', [
  ...parts,
  mfAdam,
  multiVae,
  neuralCf,
  twoTower,
  weightedHybrid(parts),
  similarityBlend(parts),
  switchingHybrid(parts),
]);
