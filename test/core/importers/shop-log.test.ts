import { describe, expect, it } from 'vitest';
import { labelsOf } from '../../../src/core/data/catalog.ts';
import { buildTrainingSet } from '../../../src/core/data/training-set.ts';
import { inspect } from '../../../src/core/importers/inspect.ts';
import { shopLog as fixture, shopPaths } from '../../fixtures/shop.ts';
import { describeShared } from '../../shared.ts';
import { read, refusal, rowsOf, source } from './sources.ts';

const orders = `id,user_id,status,active,created_at
o1,bob,DELIVERED,true,2025-05-03 10:00
o2,ann,CONFIRMED,true,2025-05-01 09:00
o3,ann,CANCELLED,true,2025-05-04 09:00
o4,eve,SHIPPED,false,2025-05-02 09:00
o5,ann,shipped,true,2025-05-05 09:00
`;
const lines = `id,order_id,variant_id,quantity,active
1,o1,v1,2,true
2,o1,v3,1,false
3,o2,v2,1,true
4,o3,v1,9,true
5,o4,v1,9,true
6,o5,v3,1,true
7,o9,v1,1,true
8,o5,v9,1,true
9,o5,v1,0,true
`;
const variants = 'id,product_id,name\nv1,kettle,red\nv2,kettle,blue\nv3,vase,tall\n';
const views = `user_id,product_id,view_count,last_viewed_at
ann,vase,4,2025-04-30 08:00
zoe,mug,1,2025-05-06 08:00
bob,vase,0,2025-05-06 08:00
`;
const products = 'id,name,category,price\nkettle,Old kettle,Kitchen,39.90\nvase,Tall vase,Living,25\n';
const files = (changed: Record<string, string | null> = {}) =>
  Object.entries({
    ...{ 'orders.csv': orders, 'order_lines.csv': lines, 'variants.csv': variants },
    ...{ 'views.csv': views, 'products.csv': products },
    ...changed,
  }).flatMap(([name, content]) => (content === null ? [] : [source(name, content)]));

describe('shop-log', () => {
  it('joins orders, lines and variants, adds views, and puts all in order of time', async () => {
    const shop = await read('shop-log', files());
    const kindOf = (at: number) => shop.kinds[shop.interactions.kind![at]].id;
    expect(rowsOf(shop).map(({ user, item, value }, at) => [kindOf(at), user, item, value])).toEqual([
      ['view', 'ann', 'vase', 4],
      ['purchase', 'ann', 'kettle', 1],
      ['purchase', 'bob', 'kettle', 2],
      ['purchase', 'ann', 'vase', 1],
      ['view', 'zoe', 'mug', 1],
    ]);
    expect(shop.kinds.map(({ id, weight }) => [id, weight])).toEqual([
      ['purchase', 1],
      ['view', 0.3],
    ]);
    expect(shop.feedback).toBe('implicit');
  });

  it('knows only who and what is left, by sorted ids', async () => {
    const { users, items } = await read('shop-log', files());
    expect(users.ids).toEqual(['ann', 'bob', 'zoe']);
    expect(items.ids).toEqual(['kettle', 'mug', 'vase']);
  });

  it('says what it left out, and why', async () => {
    const { provenance } = await read('shop-log', files());
    expect(provenance.notes).toEqual([
      '1 order line marked as not active was left out.',
      '1 order line of orders with the status CANCELLED was left out.',
      '1 order line of orders marked as not active was left out.',
      '1 order line of orders that are not in the orders file was left out.',
      '1 order line of variants that are not in the variants file was left out.',
      '1 order line with a quantity of 0 or less was left out.',
      '1 view with a count of 0 or less was left out.',
    ]);
  });

  it('counts the orders one wants', async () => {
    const all = await read('shop-log', files(), { statuses: '' });
    expect(rowsOf(all).some(({ value }) => value === 9)).toBe(true);
    const cancelled = await read('shop-log', files({ 'views.csv': null }), { statuses: 'cancelled' });
    expect(rowsOf(cancelled).map(({ user, value }) => [user, value])).toEqual([['ann', 9]]);
  });

  it('calls products by their names, and says what they cost', async () => {
    const { catalog } = await read('shop-log', files());
    expect(catalog.titles).toEqual(['Old kettle', 'mug', 'Tall vase']);
    expect(catalog.details).toEqual(['39.90', '', '25']);
    expect(labelsOf(catalog.categories, 0)).toEqual(['Kitchen']);
    expect(labelsOf(catalog.categories, 1)).toEqual([]);
  });

  it('does without variants where lines name products, and without views and products', async () => {
    const named = lines.replace('variant_id', 'product_id');
    const shop = await read('shop-log', [source('orders.csv', orders), source('order_lines.csv', named)]);
    expect(shop.items.ids).toEqual(['v1', 'v2', 'v3', 'v9']);
    expect(new Set(shop.interactions.kind)).toEqual(new Set([0]));
  });

  it('is recognized by its columns under any names, also with semicolons and other spellings', async () => {
    const renamed = [
      source('export-1.csv', orders.replaceAll(',', ';').replace('user_id', 'CustomerId').replace('created_at', 'orderDate')),
      source('export-2.csv', lines.replaceAll(',', ';').replace('order_id', 'OrderID')),
      source('export-3.csv', variants.replaceAll(',', ';')),
      source('export-4.csv', views.replaceAll(',', ';').replace('view_count', 'views')),
    ]; // prettier-ignore
    const { candidates } = await inspect(renamed);
    expect(candidates[0]).toEqual({ importer: 'shop-log', confidence: 1 });
    expect(rowsOf(await read('shop-log', renamed))).toEqual(rowsOf(await read('shop-log', files({ 'products.csv': null })))); // prettier-ignore
  });

  it('leaves the order of events open where times are missing, and says so', async () => {
    const shop = await read('shop-log', files({ 'views.csv': 'user_id,product_id,count\nann,vase,4\n' }));
    expect(shop.interactions.timestamp).toBeNull();
    expect(shop.provenance.notes.at(-1)).toContain('no time');
  });

  it.each([
    ['a missing file of lines', { 'order_lines.csv': null }, /order_lines\.csv: Expected a file of this name/],
    ['a missing file of variants', { 'variants.csv': null }, /variants\.csv: Expected .* name variants/],
    ['a missing column', { 'orders.csv': orders.replace('user_id', 'who') }, /orders\.csv, line 1: Expected a column "userId", got the columns id, who/],
    ['a quantity that is none', { 'order_lines.csv': lines.replace('v1,2', 'v1,two') }, /order_lines\.csv, line 2.*a quantity.*"two"/],
    ['a time that is none', { 'orders.csv': orders.replace('2025-05-03 10:00', 'May') }, /orders\.csv, line 2.*a time.*"May"/],
    ['an order listed twice', { 'orders.csv': `${orders}o1,bob,DELIVERED,true,2025-05-03\n` }, /line 7.*an order not listed before/],
    ['nothing that counts', { 'orders.csv': orders.replaceAll(/DELIVERED|CONFIRMED|shipped/g, 'OPEN'), 'views.csv': null }, /at least one purchase.*status OPEN/],
  ])('says what is wrong: %s', async (_, changed, message) => {
    expect(await refusal('shop-log', files(changed))).toMatch(message);
  }); // prettier-ignore
});

describeShared('the notebook’s shop, written to files and read again', shopPaths, () => {
  it('gives the same matrix', async () => {
    const whole = fixture('sparse');
    const { user, item, value, kind, timestamp } = whole.interactions;
    const rows = [...user.keys()];
    const id = (row: number) => `${whole.users.ids[user[row]]},${whole.items.ids[item[row]]}`;
    const bought = rows.filter((row) => kind![row] === 0);
    const orderRows = bought.map((row) => `${row},${whole.users.ids[user[row]]},DELIVERED,1,${1_735_689_600 + timestamp![row]}`);
    const lineRows = bought.map((row) => `${row},${whole.items.ids[item[row]]},${value[row]}`);
    const viewRows = rows.filter((row) => kind![row] === 1).map((row) => `${id(row)},${value[row]},${1_735_689_600 + timestamp![row]}`);
    const shop = await read('shop-log', [
      source('orders.csv', ['id,user_id,status,active,created_at', ...orderRows].join('\n')),
      source('order_lines.csv', ['order_id,product_id,quantity', ...lineRows].join('\n')),
      source('views.csv', ['user_id,product_id,count,last_viewed_at', ...viewRows].join('\n')),
    ]);
    const [got, wanted] = [buildTrainingSet(shop).byUser, buildTrainingSet(whole).byUser];
    expect([...got.indptr]).toEqual([...wanted.indptr]);
    expect([...got.indices]).toEqual([...wanted.indices]);
    got.values.forEach((cell, at) => expect(cell).toBeCloseTo(wanted.values[at], 9));
  }); // prettier-ignore
});
