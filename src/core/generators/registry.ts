import { registry } from '../entry.ts';
import type { Generator } from './generator.ts';
import { filmClub } from './film-club.ts';
import { powerLaw } from './power-law.ts';
import { shop } from './shop.ts';
import { toy } from './toy.ts';

export const generators = registry<Generator>('generator', [filmClub, shop, toy, powerLaw]);
