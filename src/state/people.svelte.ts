import type { PersonCut } from '../core/experiments/person.ts';
import type { Run } from '../core/experiments/protocol.ts';
import type { PeopleOrder } from '../core/experiments/served.ts';
import { peopleInOrder } from '../core/experiments/served.ts';
import { createRng } from '../core/rng.ts';
import type { TrainingApi } from '../rpc/lab-api.ts';
import { Latest } from './latest.svelte.ts';

/** `worst 2`: whom the third outcome of the run serves worst. */
export type OrderName = 'data' | 'difference' | `worst ${number}`;

/** The people of the run on the screen: whose page is open, and in what order one leafs through them. */
export class People {
  order = $state<OrderName>('data');
  readonly #latest = new Latest<{ readonly key: string; readonly cut: PersonCut }>();
  #drawn = 0;
  readonly #person: TrainingApi['person'];

  constructor(person: TrainingApi['person']) {
    this.#person = person;
  }

  get error(): Error | null {
    return this.#latest.error;
  }

  /** Null until it is there. */
  of(run: Run, id: string): PersonCut | null {
    const { value } = this.#latest;
    return value?.key === keyOf(run, id) ? value.cut : null;
  }

  /** Resolves when it is there or cannot be had (see `error`). */
  async ask(run: Run, id: string): Promise<void> {
    if (this.of(run, id)) return;
    await this.#latest.ask(async () => ({ key: keyOf(run, id), cut: await this.cutOf(run, id) }));
  }

  /** The same for whoever is on no page. Throws ParamError. */
  cutOf({ dataset, protocol }: Run, id: string): Promise<PersonCut> {
    return this.#person(dataset.id, dataset.hash, protocol, id);
  }

  /** Somebody's place, drawn: each time another one, in the same order on every visit. */
  anyone({ users, protocol }: Run): number {
    return createRng(protocol.seed).fork(`anyone ${this.#drawn++}`).int(users.length);
  }

  /** Places among the run's users. */
  inOrder(run: Run, metric: string, direction: 'higher' | 'lower'): readonly number[] {
    return peopleInOrder(run, metric, direction, orderOf(run, this.order));
  }
}

function orderOf({ outcomes }: Run, name: OrderName): PeopleOrder {
  if (name === 'data' || name === 'difference') return { by: name };
  const outcome = outcomes[Number(name.slice('worst '.length))];
  return outcome ? { by: 'worst', outcome } : { by: 'data' };
}

const keyOf = (run: Run, id: string) => JSON.stringify([run.id, run.createdAt, run.protocol, id]);
