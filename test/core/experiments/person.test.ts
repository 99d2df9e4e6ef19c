import { describe, expect, it } from 'vitest';
import { drive } from '../../../src/core/experiments/drive.ts';
import { evaluate } from '../../../src/core/experiments/evaluate.ts';
import { listOf } from '../../../src/core/experiments/kept-lists.ts';
import { cutAgain, personIn } from '../../../src/core/experiments/person.ts';
import type { Protocol } from '../../../src/core/experiments/protocol.ts';
import { splitters } from '../../../src/core/splits/registry.ts';
import { createRng } from '../../../src/core/rng.ts';
import type { Event } from '../../fixtures/dataset.ts';
import { datasetOf } from '../../fixtures/dataset.ts';
import { envOf, scoresOf, scripted } from './scripted.ts';

const rng = createRng(5);
const events: Event[] = [];
for (let user = 0; user < 40; user++) {
  const items = rng.shuffle(Uint32Array.from({ length: 30 }, (_, item) => item)).slice(0, 12);
  for (const item of items) events.push({ user, item, value: 1 + rng.int(5), time: 1000 + events.length });
}
const dataset = datasetOf(events, {
  provenance: {
    files: [],
    hash: 'as it was',
    licence: 'invented',
    synthetic: true,
    givenTest: Uint32Array.from({ length: 80 }, (_, at) => 6 * at),
    notes: [],
  },
});
const anyone = scripted('anyone', () => ({ score: scoresOf((item) => -item) }));
const base: Protocol = { split: { id: 'holdout', params: {} }, metrics: ['recall'], k: 5, relevantFrom: 4, seed: 11 };
const single = splitters.all.filter(({ folds }) => folds!({}) === 1).map(({ id }) => id);

describe('a person of a run', () => {
  it.each(single)('%s: is told what was held out and what counted, as the run itself had it', async (id) => {
    for (const more of [{}, { aboveOwnMean: true, relevantFrom: null }]) {
      const protocol = { ...base, ...more, split: { id, params: {} } };
      const running = evaluate(dataset, [{ id: 'anyone', params: {} }], protocol, envOf(anyone));
      const run = await drive(running);
      const cut = cutAgain(dataset, 'as it was', protocol);
      expect(run.users.length).toBeGreaterThan(0);
      run.userIds!.forEach((name, place) => {
        const { known, heldOut } = personIn(cut, name);
        const relevant = heldOut.filter((one) => one.relevant).map(({ item }) => item);
        expect(relevant.sort((a, b) => a - b)).toEqual(Array.from(listOf(run.relevant!, place)));
        // Together they are what the person did, and no item is in both.
        const own = events.filter(({ user }) => dataset.users.ids[user] === name);
        const told = [...known, ...heldOut].map(({ item, value }) => `${item} ${value}`);
        expect(own.map(({ item, value }) => `${item} ${value}`)).toEqual(expect.arrayContaining(told));
        expect(new Set([...known, ...heldOut].map(({ item }) => item)).size).toBe(told.length);
      });
    }
  });

  it('comes with times, the newest first, and with the day they came', () => {
    const cut = cutAgain(dataset, 'as it was', base);
    const { id, known, heldOut, since, isStranger } = personIn(cut, 'u3');
    const own = events.filter(({ user }) => user === 3);
    expect({ id, since, isStranger }).toEqual({ id: 'u3', since: own[0].time, isStranger: false });
    expect(known.length + heldOut.length).toBe(own.length);
    for (const { item, value, time } of [...known, ...heldOut])
      expect(own).toContainEqual({ user: 3, item, value, time });
    const times = known.map(({ time }) => time!);
    expect(times).toEqual([...times].sort((a, b) => b - a));
  });

  it('stands in order of value where there are no times', () => {
    const timeless = { ...dataset, interactions: { ...dataset.interactions, timestamp: null } };
    const { known, since } = personIn(cutAgain(timeless, 'as it was', base), 'u3');
    const values = known.map(({ value }) => value);
    expect(values).toEqual([...values].sort((a, b) => b - a));
    expect({ since, time: known[0].time }).toEqual({ since: null, time: null });
  });

  it('is known to be a stranger where no model saw them', async () => {
    const protocol = { ...base, split: { id: 'cold-users', params: {} } };
    const run = await drive(evaluate(dataset, [{ id: 'anyone', params: {} }], protocol, envOf(anyone)));
    const cut = cutAgain(dataset, 'as it was', protocol);
    for (const id of run.userIds!) expect(personIn(cut, id)).toMatchObject({ isStranger: true });
  });

  it('says what to do where there is no telling', () => {
    expect(() => cutAgain(dataset, 'otherwise', base)).toThrow(/Repeat the run/);
    const folds = { ...base, split: { id: 'k-fold', params: {} } };
    expect(() => cutAgain(dataset, 'as it was', folds)).toThrow(/several.*single cut/);
    expect(() => personIn(cutAgain(dataset, 'as it was', base), 'nobody')).toThrow(/"nobody"/);
  });
});
