/**
 * Events in any number for measuring speed: few items are popular, most are not, and each user leans somewhere.
 * Log-popularity is −exponent · log(rank + shift), activity lognormal, and a user's items are drawn without
 * replacement by popularity and an 8-dimensional leaning (see LeaningWorld). The defaults have the size of MovieLens 1M.
 */
import type { Catalog } from '../data/catalog.ts';
import { buildLabels } from '../data/catalog.ts';
import { hashContents } from '../data/hash.ts';
import { choice, float, int } from '../params.ts';
import { activities } from './activities.ts';
import { named } from './dataset-id.ts';
import { clamp } from './draws.ts';
import { defineGenerator } from './generator.ts';
import { LeaningWorld } from './leaning-world.ts';

/** Nobody uses up the items: at most this share of them. */
const largestShare = 0.625;
const fewestEvents = 20;

export const powerLaw = named(
  defineGenerator({
    id: 'power-law',
    label: 'Power law',
    summary: 'Nameless users and items in any number, shaped like real ones, to see how fast a model is.',
    params: {
      users: int({ label: 'Users', help: 'How many people act.', default: 6040, min: 10, max: 500_000, scale: 'log' }),
      items: int({
        label: 'Items',
        help: 'How much there is to choose from.',
        default: 3706,
        min: 10,
        max: 200_000,
        scale: 'log',
      }),
      events: int({
        label: 'Events',
        help: 'How many in all.',
        default: 1_000_209,
        min: 10,
        max: 20_000_000,
        scale: 'log',
      }),
      feedback: choice({
        label: 'Values',
        help: 'Either every event counts 1, or it carries half stars that follow the leaning of the user.',
        default: 'implicit',
        options: [
          { id: 'implicit', label: 'Events' },
          { id: 'explicit', label: 'Half stars' },
        ],
      }),
      exponent: float({
        label: 'Exponent',
        help: 'Higher: the popular items take more.',
        default: 1.6,
        min: 0,
        max: 4,
      }),
      shift: float({
        label: 'Shift',
        help: 'Higher: the most popular items are more alike.',
        default: 150,
        min: 0,
        max: 10_000,
      }),
      spread: float({
        label: 'Spread of activity',
        help: 'Higher: a few users do most.',
        default: 1.05,
        min: 0,
        max: 3,
      }),
    },
    shelf: null,
    generate({ users, items, events, feedback, exponent, shift, spread }, rng) {
      const least = Math.min(fewestEvents, Math.floor(events / users));
      const most = Math.max(1, Math.floor(items * largestShare));
      const counts = activities(rng.fork('activity'), { users, events, spread, least, most });
      const world = new LeaningWorld(items, exponent, shift, rng.fork('world'));
      const opinions = rng.fork('opinions');

      const user = new Uint32Array(events);
      const item = new Uint32Array(events);
      const value = new Float32Array(events).fill(1);
      for (let person = 0, from = 0; person < users; from += counts[person++]) {
        const to = from + counts[person];
        const leanings = world.drawUser();
        world.drawItems(leanings, item.subarray(from, to));
        user.fill(person, from, to);
        if (feedback === 'implicit') continue;
        const generosity = 0.4 * opinions.normal();
        for (let at = from; at < to; at++) {
          const stars = 3.3 + generosity + 0.6 * world.leaning(leanings, item[at]) + 0.7 * opinions.normal();
          value[at] = clamp(Math.round(2 * stars) / 2, 0.5, 5);
        }
      }

      const interactions = { user, item, value, kind: null, timestamp: null };
      const catalog = catalogOf(world, items);
      const userIds = { ids: Array.from({ length: users }, (_, index) => numbered('user', index)) };
      const itemIds = { ids: Array.from({ length: items }, (_, index) => numbered('item', index)) };
      return {
        id: 'power-law',
        name: `Power law, ${users} × ${items}`,
        feedback,
        ratingScale: feedback === 'explicit' ? { min: 0.5, max: 5, step: 0.5 } : null,
        kinds: [{ id: feedback === 'explicit' ? 'rating' : 'event', weight: 1, rated: feedback === 'explicit' }],
        users: userIds,
        items: itemIds,
        interactions,
        catalog,
        itemFeatures: null,
        userFeatures: null,
        sessions: null,
        provenance: {
          files: [],
          hash: hashContents(interactions, catalog, userIds, itemIds),
          licence: 'Invented throughout. MIT, as the rest of Tastelab.',
          synthetic: true,
          givenTest: null,
          notes: [],
        },
      };
    },
  }),
);

const departments = ['Amber', 'Birch', 'Cedar', 'Delta', 'Ember', 'Fjord', 'Grove', 'Harbor'];
/** One word for each end of each dimension. */
const words = [
  ...['bright', 'dark', 'calm', 'wild', 'deep', 'flat', 'early', 'late'],
  ...['fine', 'rough', 'gentle', 'bold', 'hollow', 'solid', 'quiet', 'loud'],
];

/** Where an item lies is told by its department and three words, so that content models have something to find. */
function catalogOf({ places }: LeaningWorld, items: number): Catalog {
  const dimensions = departments.length;
  const categories: string[][] = [];
  const text: string[] = [];
  for (let item = 0; item < items; item++) {
    const place = places.subarray(item * dimensions, (item + 1) * dimensions);
    const strongest = [...place.keys()].sort((a, b) => Math.abs(place[b]) - Math.abs(place[a]));
    categories.push([departments[strongest[0]]]);
    text.push(
      strongest
        .slice(0, 3)
        .map((d) => words[2 * d + (place[d] > 0 ? 0 : 1)])
        .join(' '),
    );
  }
  return {
    titles: Array.from({ length: items }, (_, item) => `Item ${padded(item)}`),
    years: null,
    categories: buildLabels(categories),
    details: null,
    text,
  };
}

const padded = (index: number) => String(index + 1).padStart(5, '0');
const numbered = (what: string, index: number) => `${what}-${padded(index)}`;
