import { registry } from '../entry.ts';
import { popularity } from './popularity.ts';
import type { Recommender } from './recommender.ts';

/** Every recommender, in the order menus and tables show them. */
export const recommenders = registry<Recommender>('recommender', [popularity]);
