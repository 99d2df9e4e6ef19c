import { float, int } from '../params.ts';

/** Parameters that recommenders of hidden tastes have in common. */
export const factorsParam = (usual: number) =>
  int({
    label: 'Factors',
    help: 'How many hidden tastes to look for; more tell finer tastes apart and need more data.',
    default: usual,
    min: 1,
    max: 256,
    scale: 'log',
  });

/** Of those that solve for the tastes of whoever asks (rating-factors.ts). */
export const dampingParam = float({
  label: 'Damping of short histories',
  help: 'As more regularization of a person’s own part, however few ratings there are; higher values believe the first ratings less.',
  advanced: true,
  default: 3,
  min: 0,
  max: 1000,
});
