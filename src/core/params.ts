/**
 * Parameters are described once. The form, the check, the link, the docs row and the benchmark label
 * read the same record, and the TypeScript type of the values follows from it.
 */
import { LabError } from './errors.ts';

interface Described {
  readonly label: string;
  /** One sentence: what turning it up does. */
  readonly help: string;
  /** Seldom worth touching: forms fold it away. */
  readonly advanced?: boolean;
  /** What is fitted does not depend on it: other values take effect at once, without a new fit. */
  readonly live?: boolean;
}

export interface NumberSpec extends Described {
  readonly type: 'int' | 'float';
  readonly default: number;
  readonly min: number;
  readonly max: number;
  /** A logarithmic slider suits values that span orders of magnitude. */
  readonly scale?: 'linear' | 'log';
}
export interface ChoiceSpec<T extends string = string> extends Described {
  readonly type: 'choice';
  readonly default: T;
  readonly options: readonly { readonly id: T; readonly label: string }[];
}
export interface FlagSpec extends Described {
  readonly type: 'flag';
  readonly default: boolean;
}
/** Free text, such as the name of a column; "" is a valid value and usually means "find it yourself". */
export interface TextSpec extends Described {
  readonly type: 'text';
  readonly default: string;
  readonly maxLength: number;
}
export type ParamSpec = NumberSpec | ChoiceSpec | FlagSpec | TextSpec;
export type ParamSpecs = Readonly<Record<string, ParamSpec>>;

export type ParamValue = number | string | boolean;
/** JSON; stored, linked to, compared. */
export type ParamValues = Readonly<Record<string, ParamValue>>;

export type ValueOf<S> = S extends NumberSpec
  ? number
  : S extends ChoiceSpec<infer T>
    ? T
    : S extends FlagSpec
      ? boolean
      : S extends TextSpec
        ? string
        : never;
export type ValuesOf<P extends ParamSpecs> = { readonly [K in keyof P]: ValueOf<P[K]> };

export const int = (spec: Omit<NumberSpec, 'type'>): NumberSpec => ({ type: 'int', ...spec });
export const float = (spec: Omit<NumberSpec, 'type'>): NumberSpec => ({ type: 'float', ...spec });
export const flag = (spec: Omit<FlagSpec, 'type'>): FlagSpec => ({ type: 'flag', ...spec });
export const text = (spec: Omit<TextSpec, 'type'>): TextSpec => ({ type: 'text', ...spec });
export const choice = <const T extends string>(
  spec: Omit<ChoiceSpec<T>, 'type' | 'default'> & { readonly default: NoInfer<T> },
): ChoiceSpec<T> => ({ type: 'choice', ...spec });

/** The values of the parameters that are live, or of those that are not. */
export function paramsThatAre(live: boolean, specs: ParamSpecs, values: ParamValues): ParamValues {
  return Object.fromEntries(Object.entries(values).filter(([key]) => (specs[key]?.live ?? false) === live));
}

/** The values to use: what was given, checked, and the default for everything that was not. Throws ParamError. */
export function checkParams<P extends ParamSpecs>(
  specs: P,
  given: Readonly<Record<string, unknown>> = {},
  owner = 'this entry',
): ValuesOf<P> {
  for (const key of Object.keys(given)) {
    if (!Object.hasOwn(specs, key)) {
      const known = Object.keys(specs);
      throw new LabError(
        'ParamError',
        `Unknown parameter "${key}" for ${owner}. ${known.length ? `It takes: ${known.join(', ')}.` : 'It takes none.'}`,
      );
    }
  }
  const values: Record<string, ParamValue> = {};
  for (const [key, spec] of Object.entries(specs)) {
    values[key] = checkValue(spec, given[key] ?? spec.default, `${key} of ${owner}`);
  }
  return values as ValuesOf<P>;
}

function checkValue(spec: ParamSpec, value: unknown, name: string): ParamValue {
  const fail = (expected: string) =>
    new LabError('ParamError', `Expected ${expected} for ${name}; got ${JSON.stringify(value) ?? String(value)}.`);
  if (spec.type === 'flag') {
    if (typeof value !== 'boolean') throw fail('true or false');
    return value;
  }
  if (spec.type === 'choice') {
    const ids = spec.options.map((option) => option.id);
    if (typeof value !== 'string' || !ids.includes(value)) throw fail(`one of ${ids.join(', ')}`);
    return value;
  }
  if (spec.type === 'text') {
    if (typeof value !== 'string' || value.length > spec.maxLength) {
      throw fail(`text of at most ${spec.maxLength} characters`);
    }
    return value;
  }
  const kind = spec.type === 'int' ? 'a whole number' : 'a number';
  const fits =
    typeof value === 'number' &&
    value >= spec.min &&
    value <= spec.max &&
    (spec.type === 'float' || Number.isInteger(value));
  if (!fits) throw fail(`${kind} from ${spec.min} to ${spec.max}`);
  return value;
}
