import { defineImporter } from './importer.ts';
import type { Source } from './importer.ts';
import { text } from '../params.ts';
import type { FileRole } from './find-file.ts';
import { findFile, needFile, rolesFound } from './find-file.ts';
import { importError } from './import-error.ts';
import { Reading } from './reading.ts';
import { commas } from './record-reader.ts';
import { ShopBooks } from './shop-books.ts';
import { readHeads } from './source.ts';
import { guessTable } from './table-guess.ts';

/** A header line with all of these columns and none of those. */
const header = (has: readonly string[], lacks: readonly string[] = []) =>
  new RegExp(
    `^${has.map((name) => `(?=[^\\n]*\\b(${name})\\b)`).join('')}${lacks.map((name) => `(?![^\\n]*\\b(${name})\\b)`).join('')}`,
    'i',
  );
const person = '(user|customer|member|client)_?id';
const order = 'order_?id';
const product = 'product_?id';
const variant = '(product_?)?variant_?id';

const ordersFile: FileRole = { name: 'orders.csv', looks: header([person, '(order_?)?status'], ['quantity|qty']) };
const linesFile: FileRole = { name: 'order_lines.csv', looks: header([order, 'quantity|qty'], ['(order_?)?status']) };
const variantsFile: FileRole = {
  name: 'variants.csv',
  looks: header([`id|${variant}`, product], [person, order, '(view_?)?count|views']),
};
const viewsFile: FileRole = { name: 'views.csv', looks: header([person, product, '(view_?)?count|views'], [order]) };
const productsFile: FileRole = {
  name: 'products.csv',
  looks: header([`id|${product}`, 'name|title'], [person, order, variant]),
};

/** Orders, their lines, product variants and page views, as a shop's database gives them. */
export const shopLog = defineImporter({
  id: 'shop-log',
  label: 'Orders and views of a shop',
  summary: 'orders.csv and order_lines.csv, with variants.csv, views.csv and products.csv if there.',
  params: {
    statuses: text({
      label: 'Orders that count',
      help: 'Statuses, separated by commas; orders with another status are left out. Empty: all of them count.',
      default: 'CONFIRMED, DELIVERED, SHIPPED',
      maxLength: 500,
    }),
  },
  extensions: ['.zip', '.csv'],
  recognize: (sources, heads) => rolesFound([ordersFile, linesFile], sources, heads),
  async *read(sources, { statuses }) {
    const heads = await readHeads(sources);
    const orders = needFile(ordersFile, sources, heads);
    const lines = needFile(linesFile, sources, heads);
    const variants = findFile(variantsFile, sources, heads);
    const views = findFile(viewsFile, sources, heads);
    const products = findFile(productsFile, sources, heads);
    const files = [orders, lines, variants, views, products].filter((file) => file !== null);
    const layoutOf = (file: Source) => guessTable(heads[sources.indexOf(file)])?.layout ?? commas;
    const reading = new Reading(files);
    const books = new ShopBooks(statuses);
    if (variants) {
      const columns = ['id|variantId|productVariantId', 'productId'];
      yield* reading.table(variants, layoutOf(variants), columns, (row, at) => books.addVariant(row, at));
    }
    const ordersAt = [
      ...['id|orderId', 'userId|customerId|memberId|clientId', 'status|orderStatus', 'active|isActive?'],
      'createdAt|orderedAt|orderDate|orderTime|placedAt|date|time|timestamp?',
    ];
    yield* reading.table(orders, layoutOf(orders), ordersAt, (row, at) => books.addOrder(row, at));
    const linesAt = ['orderId', 'quantity|qty', 'active|isActive?', 'productId?', 'variantId|productVariantId?'];
    yield* reading.table(lines, layoutOf(lines), linesAt, (row, at) => {
      if (at[3] < 0 && (at[4] < 0 || !variants)) {
        throw importError(
          variants ? lines.name : 'variants.csv',
          null,
          variants
            ? `Expected a column "productId" or "variantId", got neither. Rename the column.`
            : `Expected a file of this name, because the lines of orders name variants and no products. Choose it together with the others.`,
        );
      }
      books.addLine(row, at);
    });
    if (views) {
      const columns = [
        ...['userId|customerId|memberId|clientId', 'productId', 'count|viewCount|views'],
        'lastViewedAt|lastViewed|lastView|viewedAt|updatedAt|createdAt|date|time|timestamp?',
      ];
      yield* reading.table(views, layoutOf(views), columns, (row, at) => books.addView(row, at));
    }
    if (products) {
      const columns = ['id|productId', 'name|title', 'category|categoryName|department?', 'price?'];
      yield* reading.table(products, layoutOf(products), columns, (row, at) => books.describe(row, at));
    }
    return yield* reading.finish({
      ...(yield* reading.reporting(books.close(orders.name))),
      name: orders.name.split('/').at(-2) ?? 'Shop',
      files: files.map((file) => file.name),
      licence: 'Not stated in the files.',
      ratingScale: null,
    });
  },
});
