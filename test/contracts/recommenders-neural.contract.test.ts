import { recommenders } from '../../src/core/recommenders/registry.ts';
import { keepContract } from './recommender-contract.ts';

keepContract(recommenders.all.filter(({ family }) => family === 'neural'));
