import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Evaluation } from '../../src/cli/arguments.ts';
import { readArguments } from '../../src/cli/arguments.ts';
import { metrics } from '../../src/core/metrics/registry.ts';
import { recommenders } from '../../src/core/recommenders/registry.ts';

const read = (line: string) => readArguments(line.split(' ')) as Evaluation;

describe('arguments of evaluate', () => {
  it('need no more than data', () => {
    expect(read('--data some.csv')).toEqual({
      data: { file: 'some.csv', format: null },
      recommenders: recommenders.all.map(({ id }) => ({ id, params: expect.any(Object) })),
      protocol: {
        split: { id: 'holdout', params: { ratio: 0.2, which: 'random' } },
        metrics: metrics.all.map(({ id }) => id),
        k: 10,
        relevantFrom: null,
        seed: 42,
      },
      json: null,
      perUser: false,
      compare: false,
      trec: null,
      judge: [],
    });
  });

  it('use a training and a test part as they are given', () => {
    const { data, protocol } = read('--train a.csv --test b.csv');
    expect(data).toEqual({ train: 'a.csv', test: 'b.csv', format: null });
    expect(protocol.split).toEqual({ id: 'given', params: {} });
  });

  it('choose and set', () => {
    const { data, recommenders, protocol, json } = read(
      '--data x --format csv --split leave-one-out --recommenders popularity:notebook,popularity ' +
        '--params {"leave-one-out":{"which":"last"},"csv":{"user":"who"}} --metrics ndcg,recall --relevant-from 4 --k 5 --seed 7 --json out.json',
    );
    expect(recommenders.map(({ params }) => params.measure)).toEqual(['count', 'pleased']);
    expect(protocol).toEqual({
      split: { id: 'leave-one-out', params: { which: 'last' } },
      metrics: ['ndcg', 'recall'],
      k: 5,
      relevantFrom: 4,
      seed: 7,
    });
    expect(json).toBe('out.json');
    expect(read('--data x --dialect lenskit').protocol.dialect).toBe('lenskit');
    expect(() => read('--data x --dialect martian')).toThrow(/martian/);
    expect(data).toMatchObject({ file: 'x', format: { id: 'csv', params: { user: 'who', item: '' } } });
  });

  it('take a protocol from a file or from the record of a run, and let what is said beside it win', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tastelab-protocol-'));
    const path = join(folder, 'run.json');
    const protocol = { split: { id: 'leave-one-out', params: { which: 'last' } }, metrics: ['recall'], k: 7, seed: 9 };
    const outcomes = [{ recommender: { id: 'popularity', params: { measure: 'count' } } }];
    writeFileSync(path, JSON.stringify({ protocol, outcomes }));
    const asked = read(`--data x --protocol ${path} --k 3 --bootstrap 500 --compare --trec out`);
    expect(asked.protocol).toMatchObject({ ...protocol, k: 3, relevantFrom: null, resamples: 500 });
    expect(asked.recommenders).toMatchObject([{ id: 'popularity', params: { measure: 'count' } }]);
    expect(asked).toMatchObject({ compare: true, trec: 'out' });

    writeFileSync(path, JSON.stringify({ ...protocol, luck: 1 }));
    expect(() => read(`--data x --protocol ${path}`)).toThrow(/Unknown "luck".* A protocol has: split, metrics, k/);
    writeFileSync(path, JSON.stringify({ ...protocol, k: 'ten' }));
    expect(() => read(`--data x --protocol ${path}`)).toThrow(/Expected "k" in .* to be of type number; got string/);
    rmSync(folder, { recursive: true });
    expect(() => read(`--data x --protocol ${path}`)).toThrow(/Expected a protocol as JSON in .*run.json; ENOENT/);
  });

  it('name a generator where a path would be', () => {
    const { data } = read('--data film-club --params {"film-club":{"members":50}}');
    expect(data).toEqual({ generator: { id: 'film-club', params: { members: 50 } }, seed: 42 });
  });

  it('may ask for help or for a list, whatever else they say', () => {
    expect(readArguments(['--help'])).toBe('help');
    expect(readArguments(['--list', '--k', 'many'])).toBe('list');
  });

  it('may ask for the notebook’s table, which brings its own data', () => {
    expect(readArguments(['--notebook'])).toBe('notebook');
  });

  it.each([
    ['--recommenders popularity', /Expected either --data PATH, or --train PATH and --test PATH together/],
    ['--data x --test y', /Expected either --data/],
    ['--data x --recommenders tea-leaves', /no recommender "tea-leaves". Known: popularity/],
    ['--data x --recommenders popularity:cup', /no preset "cup" of popularity. It has: notebook/],
    ['--data x --metrics luck', /no metric "luck"/],
    ['--data x --split halves', /no split "halves"/],
    ['--data x --format scroll', /no importer "scroll"/],
    ['--data x --k 0', /Expected a whole number from 1 for --k; got 0/],
    ['--data x --bootstrap 9', /Expected a whole number from 100 for --bootstrap; got 9/],
    ['--data x --k 2.5', /Expected a whole number from 1 for --k; got 2.5/],
    ['--data x --relevant-from four', /Expected a number for --relevant-from; got four/],
    ['--data x --params {', /Expected JSON after --params/],
    ['--data x --params {"popularity":3}', /Expected --params as/],
    ['--data x --params {"popularity":{"cups":3}}', /Unknown parameter "cups" for popularity/],
    [
      '--data x --params {"given":{}}',
      /values for "given", which is not among the split, recommenders, format or generator/,
    ],
    ['--data x --speed 3', /Unknown option '--speed'/],
    ['x.csv', /Unexpected argument 'x.csv'/],
  ])('refuse "%s" in one sentence', (line, sentence) => {
    expect(() => read(line)).toThrow(sentence);
    expect(() => read(line)).toThrow(expect.objectContaining({ name: 'ParamError' }));
  });
});
