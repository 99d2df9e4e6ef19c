import { format } from 'prettier';
import { generators } from '../../src/core/generators/registry.ts';
import { importers } from '../../src/core/importers/registry.ts';
import { dialects } from '../../src/core/dialects.ts';
import { metrics } from '../../src/core/metrics/registry.ts';
import { families } from '../../src/core/recommenders/recommender.ts';
import { recommenders } from '../../src/core/recommenders/registry.ts';
import { splitters } from '../../src/core/splits/registry.ts';
import { entrySection, page, row } from './entry.ts';
import { notebookPage } from './notebook.ts';

/** Every generated page: its file under docs/ and its text, ready to be compared or written. */
export async function pages(): Promise<ReadonlyMap<string, string>> {
  const texts = {
    'recommenders.md': recommenderPage(),
    'metrics.md': metricPage(),
    'datasets.md': datasetPage(),
    'notebook.md': await notebookPage(),
  };
  const formatted = Object.entries(texts).map(
    async ([name, text]) => [name, await format(text, { parser: 'markdown' })] as const,
  );
  return new Map(await Promise.all(formatted));
}

function recommenderPage(): string {
  const sections = families.flatMap((family) => {
    const own = recommenders.all.filter((recommender) => recommender.family === family);
    if (own.length === 0) return [];
    const entries = own.map((recommender) =>
      entrySection(recommender, [
        ['needs', recommender.needs.join(', ')],
        ['traits', recommender.traits.join(', ')],
        ['idea', recommender.lesson?.idea ?? ''],
        ['formula', recommender.lesson?.formula ?? ''],
        ['strengths', recommender.lesson?.strengths ?? ''],
        ['weaknesses', recommender.lesson?.weaknesses ?? ''],
        ['reference', recommender.reference],
      ]),
    );
    return [`## ${family[0].toUpperCase()}${family.slice(1)}`, ...entries];
  });
  return page(
    'Recommenders',
    'Every recommender scores a history, so each of them answers for someone it was not fitted on. Traits: **personalized**, two histories can get two lists; **new-user**, answers an empty history; **new-item**, can score an item nobody has touched; **rates**, predicts ratings; **similar**, knows which items are alike; **explain**, says which parts add up to a score.',
    sections,
  );
}

const judged = {
  ranking: 'the list',
  ranks: 'where all relevant items stand, whatever k',
  rating: 'predicted ratings',
};

function metricPage(): string {
  const measures = metrics.all.map((metric) =>
    entrySection(metric, [
      ['formula', metric.formula],
      ['judges', judged[metric.needs]],
      ['better', metric.direction],
      [
        'range',
        `${metric.range[0]} to ${metric.range[1] === Infinity ? 'no bound' : Number(metric.range[1].toFixed(3))}`,
      ],
    ]),
  );
  return page(
    'Metrics and splits',
    'Candidates are all items but those the person is known to have, unless a protocol draws some of them. Means run over people with at least one relevant hidden item; the others are counted and left out. In the formulas `k` is the length of the list judged, `hits` counts the relevant items in it, `relevant` the relevant items hidden, and `place` counts from 1. Every number that is a mean over people comes with a 95 % bootstrap interval over people.',
    [
      '## Metrics',
      ...measures,
      '## Dialects',
      dialectTable(),
      '## Splits',
      splitNotes,
      ...splitters.all.map((splitter) => entrySection(splitter)),
    ],
  );
}

const splitNotes = [
  'Hiding the latest items of each person (`which = last`) still lets a model learn from what others did later; `temporal` does not. With folds a person counts once, with the mean over the folds that asked them; numbers of the whole catalog are means over folds.',
  'Protocols may also ask for items rated above the person’s own mean, rank the relevant items among a number of sampled ones that the person never met (the numbers look better and recommenders may change places, Krichene & Rendle, KDD 2020), and order equal scores by chance instead of by index, so that a catalog sorted by popularity lends nothing to a model that cannot tell items apart.',
].join('\n\n');

/** Whose definitions differ from ours, and how. */
function dialectTable(): string {
  const words = {
    precision: { k: 'k', returned: 'min(k, returned)' },
    recall: { relevant: 'relevant', reachable: 'min(relevant, k)' },
    map: { relevant: 'relevant', reachable: 'min(relevant, k)', listed: 'min(relevant, k, returned)' },
    discount: { next: '1 / log2(place + 1)', place: '1 / max(1, log2(place))' },
  };
  const head = ['dialect', 'precision over', 'recall over', 'MAP over', 'a hit in NDCG', 'nothing relevant', 'why'];
  const rows = dialects.map(({ id, label, summary, precision, recall, map, discount, blank }) =>
    row(
      `\`${id}\` (${label})`,
      words.precision[precision],
      words.recall[recall],
      words.map[map],
      words.discount[discount],
      blank === 'zero' ? 'counts 0' : blank,
      summary,
    ),
  );
  return [
    'The same name means different numbers elsewhere. A protocol may name whose definitions hold; ours unless it does. The ideal list of NDCG has min(relevant, k) hits on top in all of them, and MRR looks no further than k.',
    [row(...head), row(...head.map(() => '-')), ...rows].join('\n'),
  ].join('\n\n');
}

function datasetPage(): string {
  const formats = importers.all.map((importer) =>
    entrySection(importer, [['file endings', importer.extensions.map((ending) => `\`${ending}\``).join(', ')]]),
  );
  return page(
    'Data sets',
    'Formats are known by looking into the files, zip and gzip archives included. What is generated follows from its parameters and a seed, bit for bit.',
    ['## Formats', ...formats, '## Generators', ...generators.all.map((generator) => entrySection(generator))],
  );
}
