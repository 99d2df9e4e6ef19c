/**
 * Every kernel has the form (task, thread, from, to): a record in memory, the number of the calling thread, which
 * picks its scratch, and a range of rows or blocks. Nothing is allocated here; the bindings lay out all memory.
 */
export { solveRows } from './als';
export { gramBlocks, gramSum } from './gram';
export { lossBlocks } from './loss';
export { compareRows } from './neighbors';
export { descend } from './sgd';
export { rankingBlocks } from './ranking';
export { drawPeople, addColumns } from './resampling';
