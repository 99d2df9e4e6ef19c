/**
 * Copies out the `keep` candidates of largest |similarity|, lower row first on a tie, in ascending row order.
 * A candidate is 16 bytes: 64-bit similarity, 32-bit row; they ascend by row, at most `room` of them, and a heap of
 * candidates lies behind that room. Returns how many were kept.
 */
export function keepStrongest(
  candidates: usize, found: i32, room: usize, keep: i32, indices: usize, values: usize,
): i32 {
  if (found <= keep) {
    for (let i = 0; i < found; i++) emit(candidates + (<usize>i << 4), indices, values, i);
    return found;
  }
  // The heap's root is the weakest kept so far. A later candidate has a higher row, so it must be strictly stronger.
  const heap = candidates + (room << 4);
  for (let i = 0; i < keep; i++) copy(heap + (<usize>i << 4), candidates + (<usize>i << 4));
  for (let i = (keep >> 1) - 1; i >= 0; i--) siftDown(heap, i, keep);
  for (let i = keep; i < found; i++) {
    const candidate = candidates + (<usize>i << 4);
    if (strength(candidate) > strength(heap)) {
      copy(heap, candidate);
      siftDown(heap, 0, keep);
    }
  }
  const weakest = strength(heap);
  const lastRow = load<u32>(heap, 8);
  let kept = 0;
  for (let i = 0; kept < keep; i++) {
    const candidate = candidates + (<usize>i << 4);
    const own = strength(candidate);
    if (own > weakest || (own == weakest && load<u32>(candidate, 8) <= lastRow)) emit(candidate, indices, values, kept++);
  }
  return kept;
}

@inline
function strength(candidate: usize): f64 {
  return abs(load<f64>(candidate));
}

@inline
function copy(to: usize, from: usize): void {
  v128.store(to, v128.load(from));
}

@inline
function emit(candidate: usize, indices: usize, values: usize, position: i32): void {
  store<u32>(indices + (<usize>position << 2), load<u32>(candidate, 8));
  store<f64>(values + (<usize>position << 3), load<f64>(candidate));
}

@inline
function isWeaker(a: usize, b: usize): bool {
  const x = strength(a);
  const y = strength(b);
  return x < y || (x == y && load<u32>(a, 8) > load<u32>(b, 8));
}

function siftDown(heap: usize, position: i32, size: i32): void {
  const moving = v128.load(heap + (<usize>position << 4));
  while (true) {
    let child = 2 * position + 1;
    if (child >= size) break;
    if (child + 1 < size && isWeaker(heap + (<usize>(child + 1) << 4), heap + (<usize>child << 4))) child++;
    const here = heap + (<usize>position << 4);
    const below = heap + (<usize>child << 4);
    if (!isWeaker(below, here)) break;
    copy(here, below);
    v128.store(below, moving);
    position = child;
  }
}
