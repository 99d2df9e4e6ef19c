/** What user-knn may be asked to do. */
import type { ValuesOf } from '../params.ts';
import { choice, float, int } from '../params.ts';
import { ratingParams, weightingParams } from './neighborhood.ts';

export const userKnnParams = {
  similarity: choice({
    label: 'Alike means',
    help: 'Same items with the same liking, same items whatever the rating, or ratings that rise and fall together.',
    live: true,
    default: 'preference',
    options: [
      { id: 'preference', label: 'cosine of preferences' },
      { id: 'cosine', label: 'cosine of raw values' },
      { id: 'overlap-cosine', label: 'cosine over shared items' },
      { id: 'adjusted-cosine', label: 'the same, of ratings minus each item’s mean' },
      { id: 'pearson', label: 'Pearson correlation over shared items' },
      { id: 'baseline', label: 'correlation of what differs from usual' },
      { id: 'msd', label: 'mean squared difference over shared items' },
      { id: 'jaccard', label: 'share of items in common' },
    ],
  }),
  weighting: { ...weightingParams.weighting, live: true },
  scoring: choice({
    label: 'Score',
    help: 'What neighbors say, added up; or on average, which lets a single neighbor put an item on top.',
    live: true,
    default: 'votes',
    options: [
      { id: 'votes', label: 'preferences of the neighbors, added up' },
      { id: 'mean', label: 'mean rating of the neighbors' },
      { id: 'rating', label: 'predicted rating' },
    ],
  }),
  rating: choice({
    label: 'Ratings are predicted',
    help: 'From how far neighbors depart from their own mean, or from what is usual for them and the item.',
    advanced: true,
    live: true,
    default: 'baseline',
    options: [
      { id: 'baseline', label: 'around what is usual' },
      { id: 'means', label: 'around the means of people' },
    ],
  }),
  neighbors: int({
    label: 'Neighbors',
    help: 'How many people to listen to; more are steadier and less personal.',
    live: true,
    default: 50,
    min: 1,
    max: 1000,
    scale: 'log',
  }),
  shrinkage: float({
    label: 'Shrinkage',
    help: 'Distrusts a similarity that rests on few shared items: with this many it counts half.',
    live: true,
    default: 3,
    min: 0,
    max: 200,
  }),
  minOverlap: int({
    label: 'Shared items, at least',
    help: 'People with fewer items in common are no neighbors; on two items a correlation is always +1 or −1.',
    advanced: true,
    live: true,
    default: 1,
    min: 1,
    max: 50,
  }),
  ...ratingParams,
  saturation: { ...weightingParams.saturation, live: true },
  lengthShare: { ...weightingParams.lengthShare, live: true },
} as const;
export type UserKnnParams = ValuesOf<typeof userKnnParams>;
