import type { Rng } from '../rng.ts';
import { clamp, dirichlet, drawDistinct, lognormal, poisson } from './draws.ts';
import type { EventLog } from './event-log.ts';
import type { Product } from './shop-shelf.ts';
import { departments, styles } from './shop-shelf.ts';
import { exp, ln } from '../math/elementary.ts';

/** What all customers share. */
export interface Shop {
  readonly products: readonly Product[];
  /** Log of how often a product would be looked at if tastes did not matter. */
  readonly renown: Float64Array;
  readonly isBlockbuster: Uint8Array;
  /** Share of the shop a usual customer looks into. */
  readonly reach: number;
  /** Share of what is looked at that is bought. */
  readonly buys: number;
  /** How often something bought is bought again. */
  readonly habit: number;
}

/** Positions in Dataset.kinds. */
export const purchase = 0;
export const view = 1;

const minute = 60;
const day = 24 * 3600;
const opened = Date.UTC(2025, 0, 1) / 1000;
const closed = Date.UTC(2025, 11, 31) / 1000;
const perVisit = 5;

/** How strongly taste steers what is looked at, and then what is bought. */
const pull = 1.1;
const resolve = 1.2;
/** A few buy what they never looked at here: a friend sent them a link. */
const unseen = 0.04;
/** As often again a blockbuster is bought. */
const craze = 4;

/** Draws one customer's year into the log: visits, what was looked at in each, what was bought after it. */
export function liveCustomer(shop: Shop, user: number, rng: Rng, log: EventLog): void {
  const liking = likingOf(shop.products, rng);
  const chances = shop.renown.map((renown, product) => exp(renown + pull * liking[product]));
  const many = lognormal(rng, shop.reach * shop.products.length, 0.9 * (1 - shop.reach));
  const seen = rng.shuffle(drawDistinct(rng, chances, clamp(Math.round(many), 3, shop.products.length)));
  const eager = lognormal(rng, 1, 0.4);
  const visits = Float64Array.from(
    { length: Math.ceil(seen.length / perVisit) + 1 },
    () => opened + Math.floor(rng.next() * ((closed - opened) / day)) * day + (8 + 14 * rng.next()) * 3600,
  ).sort();

  for (let visit = 0; visit * perVisit < seen.length; visit++) {
    const products = seen.subarray(visit * perVisit, (visit + 1) * perVisit);
    let clock = visits[visit];
    const checkout = clock + (products.length * 6 + 4) * minute;
    for (const product of products) {
      const wanted = wants(shop, liking[product], rng);
      clock += (1 + 3 * rng.next()) * minute;
      const known = !wanted || rng.next() >= unseen;
      if (known) look(product, clock, 1 + poisson(rng, shop.isBlockbuster[product] ? 3 : 0.8 + 0.5 * Math.max(0, liking[product]))); // prettier-ignore
      if (!wanted) continue;
      // Two in five sleep on it, look again, and buy on the next visit.
      const later = rng.next() < 0.4;
      const bought = later ? visits[visit + 1] + 20 * minute : checkout;
      if (later && known) look(product, bought - 10 * minute, 1);
      buy(product, bought);
      const again = poisson(rng, shop.habit * eager * (shop.isBlockbuster[product] ? craze : 1));
      for (let i = 0; i < again; i++) buy(product, bought + rng.next() * (closed - bought));
    }
  }

  function look(product: number, second: number, count: number) {
    log.add(user, product, count, view, Math.round(second));
  }
  function buy(product: number, second: number) {
    const draw = rng.next();
    log.add(user, product, draw < 0.62 ? 1 : draw < 0.89 ? 2 : 3, purchase, Math.round(second));
  }
}

/** What this customer would look at: departments, a style, and what they can spend; mean 0, deviation 1 over the shop. */
function likingOf(products: readonly Product[], rng: Rng): Float64Array {
  const department = dirichlet(rng, departments.length, 0.2);
  const style = dirichlet(rng, styles.length, 0.5);
  const budget = 3.3 + 0.7 * rng.normal();
  const raw = Float64Array.from(products, (product) => {
    const dear = ln(product.price) - budget;
    return 4 * department[product.department] + 1.2 * style[product.style] - 0.15 * dear * dear;
  });
  const mean = raw.reduce((sum, one) => sum + one, 0) / raw.length;
  const spread = Math.sqrt(raw.reduce((sum, one) => sum + (one - mean) ** 2, 0) / raw.length) || 1;
  return raw.map((one) => (one - mean) / spread);
}

function wants({ buys }: Shop, liking: number, rng: Rng): boolean {
  // What is looked at is liked already, so the middle of the curve lies at a liking above 0.
  const odds = (buys / (1 - buys)) * exp(resolve * (liking - 0.8));
  return rng.next() < odds / (1 + odds);
}
