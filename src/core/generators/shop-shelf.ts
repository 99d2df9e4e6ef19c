import type { Catalog } from '../data/catalog.ts';
import { buildLabels } from '../data/catalog.ts';
import type { Rng } from '../rng.ts';
import { lognormal } from './draws.ts';

/** What a made-up shop sells. */
export interface Product {
  readonly title: string;
  /** Position in `departments`. */
  readonly department: number;
  /** Position in `styles`. */
  readonly style: number;
  /** In euros. */
  readonly price: number;
  readonly text: string;
}

/** Name, what its things are about, and the things with their usual price. */
export const departments = [
  ['Kitchen', 'cooking baking stove table meal', 'kettle 39, chopping board 25, bread knife 29, saucepan 55, mixing bowl 18, coffee grinder 79, baking tray 15, pepper mill 32, apron 24, spice rack 35, colander 20, casserole 89'],
  ['Table', 'dinner guests breakfast plate drink', 'dinner plate 14, soup bowl 12, carafe 28, wine glass 11, tablecloth 39, napkin set 16, teapot 45, mug 10, cake stand 34, butter dish 19, cutlery set 69, egg cup 6'],
  ['Bath', 'water soap towel skin morning', 'bath towel 27, soap dish 12, shower curtain 29, bath mat 24, washbag 26, hairbrush 18, mirror 49, laundry basket 44, toothbrush cup 9, bathrobe 65, sponge 7, shelf 55'],
  ['Bedroom', 'sleep night pillow rest soft', 'bed sheet 49, pillow 35, blanket 79, reading lamp 59, alarm clock 29, night stand 119, curtain 45, hot-water bottle 19, slippers 28, pyjamas 49, quilt 99, hanger set 15'],
  ['Living room', 'sofa evening light family home', 'cushion 25, floor lamp 129, rug 149, candle holder 22, vase 34, picture frame 19, throw 59, side table 99, basket 29, wall clock 49, bookend 24, doormat 27'],
  ['Garden', 'plants soil summer terrace watering', 'watering can 29, flowerpot 17, hand trowel 14, garden gloves 12, bird feeder 33, hose 39, deck chair 89, lantern 31, seed box 16, rake 26, parasol 119, herb planter 37'],
  ['Workshop', 'tools repair wood screws craft', 'hammer 24, screwdriver set 34, tool box 49, tape measure 12, hand saw 29, work light 45, spirit level 27, glue gun 22, pocket knife 39, folding rule 9, workbench 179, sanding block 8'],
  ['Desk', 'writing office paper school notes', 'notebook 13, fountain pen 45, desk lamp 69, pencil case 17, letter tray 25, calendar 19, stapler 16, bookmark 5, folder 8, desk pad 32, paper clips 4, wastebasket 28'],
  ['Travel', 'journey train suitcase weekend road', 'backpack 89, travel mug 24, suitcase 149, neck pillow 22, passport cover 19, packing cubes 29, umbrella 27, water bottle 25, travel towel 18, luggage tag 9, duffel bag 79, earplugs 6'],
  ['Outdoors', 'hiking camp fire weather trail', 'tent 199, sleeping bag 119, headlamp 39, camping stove 69, picnic blanket 35, rain jacket 99, enamel cup 12, hammock 59, thermos 32, compass 21, trekking poles 65, cool box 55'],
  ['Children', 'play toys kids birthday story', 'building blocks 35, picture book 14, kite 19, puzzle 17, rocking horse 95, crayons 9, puppet 22, lunch box 16, night light 25, skipping rope 8, dress-up cape 27, marble run 49'],
  ['Pets', 'dog cat walk paws bowl', 'dog leash 24, cat bed 45, feeding bowl 15, scratching post 59, dog blanket 32, carrier 69, brush 13, treat tin 11, ball 6, collar 18, aquarium lamp 39, bird bath 36'],
] as const; // prettier-ignore

/** Name, the words it puts before a thing, what it says of it, and how it changes the price. */
export const styles = [
  ['rustic', 'Weathered, Handmade, Old-fashioned, Natural', 'warm simple made to age', 1.1],
  ['modern', 'Slim, Matte black, Nordic, Clear', 'plain quiet lines nothing superfluous', 1.3],
  ['playful', 'Sunny, Striped, Dotted, Coral', 'cheerful bright color for a smile', 0.85],
  ['sturdy', 'Heavy-duty, Foldable, Compact, Olive', 'tough practical goes everywhere', 1],
] as const;

/** How many different products there can be. */
export const mostProducts = 2000;

/** The first hundred products are the same ones in a shop of any size. */
export function stockShelf(count: number, rng: Rng): Product[] {
  const all = departments.flatMap(([, , things], department) =>
    things
      .split(', ')
      .flatMap((thing) =>
        styles.flatMap(([, words], style) => words.split(', ').map((word) => ({ department, thing, style, word }))),
      ),
  );
  const order = rng.shuffle(Uint32Array.from(all.keys()));
  return Array.from(order.subarray(0, count), (at): Product => {
    const { department, thing, style, word } = all[at];
    const space = thing.lastIndexOf(' ');
    const name = thing.slice(0, space);
    const usual = Number(thing.slice(space + 1)) * styles[style][3] * lognormal(rng, 1, 0.2);
    return {
      title: `${word} ${name}`,
      department,
      style,
      price: Math.max(1, Math.round(usual)) - 0.1,
      text: `${departments[department][1]} ${styles[style][0]} ${styles[style][2]}`,
    };
  });
}

export const shelfCatalog = (products: readonly Product[]): Catalog => ({
  titles: products.map(({ title }) => title),
  years: null,
  categories: buildLabels(products.map(({ department }) => [departments[department][0]])),
  details: products.map(({ price }) => `€ ${price.toFixed(2)}`),
  text: products.map(({ text }) => text),
});
