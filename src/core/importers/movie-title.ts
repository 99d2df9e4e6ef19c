/** Articles a catalog moves behind the title to sort by its first real word. */
const articles =
  'The|A|An|Le|La|Les|Un|Une|Il|Lo|I|Gli|El|Los|Las|Una|Der|Die|Das|Ein|Eine|O|Os|De|Het|Den|Det|En|Ett|Dem';
const movedArticle = new RegExp(`^(a\\.?k\\.?a\\.? )?(.+), (${articles}|L'|L’)$`, 's');
const yearAtEnd = /\s*\((\d{4})(?:\s*[-–]\s*(?:\d{4})?)?\)\s*$/;

/**
 * "Matrix, The (1999)" is "The Matrix", 1999. A span of years counts as its first; no year is 0. Other parentheses,
 * such as an original or alternative title, stay, with their own article moved to the front:
 * "City of Lost Children, The (Cité des enfants perdus, La) (1995)" is
 * "The City of Lost Children (La Cité des enfants perdus)".
 */
export function parseMovieTitle(raw: string): { readonly title: string; readonly year: number } {
  const found = yearAtEnd.exec(raw);
  const named = (found ? raw.slice(0, found.index) : raw).trim();
  const parts = named.split(/\s*(\([^()]*\))\s*/).filter(Boolean);
  const title = parts
    .map((part) => (part.startsWith('(') ? `(${articleFirst(part.slice(1, -1))})` : articleFirst(part)))
    .join(' ');
  return { title: title || raw.trim(), year: found ? Number(found[1]) : 0 };
}

function articleFirst(title: string): string {
  const moved = movedArticle.exec(title.trim());
  if (!moved) return title.trim();
  const [, also = '', rest, article] = moved;
  return also + article + (/['’]$/.test(article) ? '' : ' ') + rest;
}
