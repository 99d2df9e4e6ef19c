/**
 * A made-up shop: customers look at products and buy some of them, over a year.
 *
 * Each customer likes some departments (Dirichlet), leans to a style and has a budget. What is looked at is drawn without
 * replacement in proportion to exp(renown + pull · liking); renown is log-linear in the shifted rank (Zipf–Mandelbrot), and
 * a handful of blockbusters stand above it. Of what was looked at, the better liked is bought, in the same visit or the next,
 * and some of that again. A purchase carries its quantity, a view how often the page was opened.
 */
import { hashContents } from '../data/hash.ts';
import { float, int } from '../params.ts';
import { named } from './dataset-id.ts';
import { EventLog } from './event-log.ts';
import { defineGenerator } from './generator.ts';
import { liveCustomer } from './shop-customer.ts';
import { mostProducts, shelfCatalog, stockShelf } from './shop-shelf.ts';
import { ln } from '../math/elementary.ts';

const zipfExponent = 1;
const zipfShift = 12;
const blockbusters = 5;
/** How far they stand above the rest, in the logarithm of attention. */
const blockbusterLead = 1.2;
const usual = { customers: 1500, products: 600 };

export const shop = named(
  defineGenerator({
    id: 'shop',
    label: 'Shop',
    summary: 'Made-up customers look at products and buy some: acts instead of stars, with a few blockbusters.',
    params: {
      customers: int({
        label: 'Customers',
        help: 'More customers give every model more to learn from, and take longer.',
        default: usual.customers,
        min: 20,
        max: 50_000,
        scale: 'log',
      }),
      products: int({
        label: 'Products',
        help: 'How much there is to choose from.',
        default: usual.products,
        min: 12,
        max: mostProducts,
        scale: 'log',
      }),
      reach: float({
        label: 'Share looked at',
        help: 'How much of the shop a usual customer looks into: near 1 everybody has seen everything.',
        default: 0.04,
        min: 0.002,
        max: 0.995,
        scale: 'log',
      }),
      buys: float({
        label: 'Share bought',
        help: 'How much of what is looked at is bought, more or less.',
        default: 0.35,
        min: 0.01,
        max: 0.99,
      }),
      habit: float({
        label: 'Bought again',
        help: 'How often something is bought again, on average; blockbusters several times as often.',
        default: 0.3,
        min: 0,
        max: 10,
      }),
    },
    presets: [
      {
        id: 'notebook',
        label: 'As small and dense as the notebook’s',
        params: { customers: 102, products: 33, reach: 0.99, buys: 0.95, habit: 1.1 },
      },
    ],
    shelf: null,
    generate({ customers, products: count, reach, buys, habit }, rng) {
      const products = stockShelf(count, rng.fork('shelf'));
      const ranks = rng.fork('renown').shuffle(Uint32Array.from(products.keys()));
      const renown = new Float64Array(count);
      const isBlockbuster = new Uint8Array(count);
      ranks.forEach((product, rank) => {
        isBlockbuster[product] = Number(rank < Math.min(blockbusters, count / 6));
        renown[product] = -zipfExponent * ln(rank + 1 + zipfShift) + blockbusterLead * isBlockbuster[product];
      });
      const log = new EventLog();
      // A stream per customer: the first hundred are the same people in a shop of any size.
      for (let user = 0; user < customers; user++) {
        liveCustomer({ products, renown, isBlockbuster, reach, buys, habit }, user, rng.fork(`customer ${user}`), log);
      }

      const interactions = log.build();
      const catalog = shelfCatalog(products);
      const users = { ids: Array.from({ length: customers }, (_, user) => `customer-${numbered(user)}`) };
      const items = { ids: Array.from({ length: count }, (_, product) => `product-${numbered(product)}`) };
      return {
        id: 'shop',
        name: customers === usual.customers && count === usual.products ? 'Shop' : `Shop, ${customers} × ${count}`,
        feedback: 'implicit',
        ratingScale: null,
        kinds: [
          { id: 'purchase', weight: 1, rated: false },
          { id: 'view', weight: 0.3, rated: false },
        ],
        users,
        items,
        interactions,
        catalog,
        itemFeatures: null,
        userFeatures: null,
        sessions: null,
        provenance: {
          files: [],
          hash: hashContents(interactions, catalog, users, items),
          licence: 'Invented throughout. MIT, as the rest of Tastelab.',
          synthetic: true,
          givenTest: null,
          notes: [],
        },
      };
    },
  }),
);

const numbered = (index: number) => String(index + 1).padStart(4, '0');
