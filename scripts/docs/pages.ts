import { format } from 'prettier';
import { generators } from '../../src/core/generators/registry.ts';
import { importers } from '../../src/core/importers/registry.ts';
import { metrics } from '../../src/core/metrics/registry.ts';
import { families } from '../../src/core/recommenders/recommender.ts';
import { recommenders } from '../../src/core/recommenders/registry.ts';
import { splitters } from '../../src/core/splits/registry.ts';
import { entrySection, page } from './entry.ts';
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

function metricPage(): string {
  const measures = metrics.all.map((metric) =>
    entrySection(metric, [
      ['formula', metric.formula],
      ['judges', metric.needs === 'ranking' ? 'the list' : 'predicted ratings'],
      ['better', metric.direction],
      ['range', `${metric.range[0]} to ${metric.range[1] === Infinity ? 'no bound' : metric.range[1]}`],
    ]),
  );
  return page(
    'Metrics and splits',
    'Candidates are all items but those the person has in training. Means run over people with at least one relevant hidden item; the others are counted and left out. In the formulas `k` is the length of the list judged, `hits` counts the relevant items in it, `relevant` the relevant items hidden, and `place` counts from 1. Every number that is a mean over people comes with a 95 % bootstrap interval over people.',
    ['## Metrics', ...measures, '## Splits', ...splitters.all.map((splitter) => entrySection(splitter))],
  );
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
