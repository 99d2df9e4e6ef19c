import { registry } from '../entry.ts';
import type { Generator } from './generator.ts';
import { filmClub } from './film-club.ts';
import { powerLaw } from './power-law.ts';
import { toy } from './toy.ts';

export const generators = registry<Generator>('generator', [filmClub, toy, powerLaw]);
