/** What a column can be to a table of events. */
export type ColumnRole = 'user' | 'item' | 'rating' | 'count' | 'value' | 'time' | 'title';

const names: Readonly<Record<ColumnRole, string>> = {
  user: 'user userid uid member memberid customer customerid client clientid reviewer reviewerid visitor visitorid account accountid person personid profile profileid listener reader readerid player playerid msno',
  item: 'item itemid iid movie movieid film filmid product productid asin parentasin isbn book bookid artist artistid track trackid song songid album albumid game gameid app appid business businessid article articleid sku anime animeid recipe recipeid joke jokeid place placeid venue venueid poi video videoid course courseid content contentid',
  rating:
    'rating ratings stars star score overall grade userrating bookrating myrating ratingvalue reviewoverall reviewscore',
  count:
    'count counts plays playcount listens quantity qty weight hours clicks views purchases frequency strength times',
  value: 'value values label interaction',
  time: 'timestamp time date datetime ts unixtime unixreviewtime reviewtime createdat ratedat eventtime day',
  title: 'title name itemtitle itemname movietitle moviename producttitle productname booktitle',
};

const roles = new Map(
  Object.entries(names).flatMap(([role, known]) => known.split(' ').map((name) => [name, role as ColumnRole] as const)),
);

/** RecBole writes "user_id:token". */
const typeMark = /:(token|float)(_seq)?$/;

/** By its name, letter case and marks aside: "user_id", "User ID" and "userId" are one name. */
export const roleOfName = (name: string): ColumnRole | null => roles.get(plain(name)) ?? null;

export const plain = (name: string): string =>
  name
    .replace(typeMark, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
