export interface Dot {
  readonly name: string;
  /** In pixels. */
  readonly x: number;
  readonly y: number;
}
export interface Label extends Dot {
  readonly anchor: 'start' | 'middle' | 'end';
  /** Where a line from the dot should meet the name, if the name stands so far off that one is needed. */
  readonly leader: { readonly x: number; readonly y: number } | null;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}
const meets = (a: Box, b: Box) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** Mean width of a letter and height of a line of the charts' type, and how far a label keeps from its dot. */
const letter = 6.5;
const line = 14;
const gap = 10;
/** How many lines up and down, and how many steps aside, a name may go to find a place of its own. */
const reach = 9;
const aside = [0, 24, 56] as const;

/**
 * A place for each name: beside its dot where that is free, else ever farther off with a line to it, on no dot and no other
 * name where that can be had. `height` keeps names inside the frame.
 */
export function placeLabels(dots: readonly Dot[], width: number, height = Infinity): Label[] {
  const taken: Box[] = dots.map(({ x, y }) => ({ left: x - 6, right: x + 6, top: y - 6, bottom: y + 6 }));
  const placed: Label[] = [];
  // From the top down, so that names stack in the order of their dots.
  const order = dots.map((_, at) => at).sort((a, b) => dots[a].y - dots[b].y);
  for (const own of order) {
    const dot = dots[own];
    const long = dot.name.length * letter;
    const cost = (label: Label, far: number) => {
      const box = boxOf(label, long);
      const outside = box.left < 0 || box.right > width || box.top < 0 || box.bottom > height ? 200 : 0;
      return outside + far + 100 * taken.filter((other, i) => i !== own && meets(box, other)).length;
    };
    let best: Label | null = null;
    let least = Infinity;
    for (const [label, far] of optionsOf(dot)) {
      // The first of the cheapest: options stand in order of preference.
      const price = cost(label, far);
      if (price < least) [best, least] = [label, price];
      if (least <= far) break;
    }
    taken.push(boxOf(best!, long));
    placed[own] = best!;
  }
  return placed;
}

/** Each with how far it is from where it should be. */
function* optionsOf(dot: Dot): Generator<[Label, number]> {
  const { x, y } = dot;
  const near = { ...dot, leader: null };
  yield [{ ...near, x: x + gap, y: y + 4, anchor: 'start' }, 0];
  yield [{ ...near, x: x - gap, y: y + 4, anchor: 'end' }, 0];
  yield [{ ...near, y: y - gap, anchor: 'middle' }, 1];
  yield [{ ...near, y: y + gap + 8, anchor: 'middle' }, 1];
  yield [{ ...near, x: x + 4, y: y - gap, anchor: 'start' }, 1];
  yield [{ ...near, x: x - 4, y: y + gap + 8, anchor: 'end' }, 1];
  for (let far = 1; far <= reach; far++) {
    for (const more of aside) {
      for (const [up, side] of [
        [-1, 1],
        [-1, -1],
        [1, 1],
        [1, -1],
      ]) {
        const to = { x: x + side * (gap + 6 + more), y: y + up * far * line };
        const anchor = side > 0 ? 'start' : 'end';
        yield [{ ...dot, x: to.x + side * 3, y: to.y + 4, anchor, leader: to }, far + more / 12];
      }
    }
  }
}

function boxOf({ x, y, anchor }: Label, long: number): Box {
  const left = anchor === 'start' ? x : anchor === 'end' ? x - long : x - long / 2;
  return { left, right: left + long, top: y - line + 3, bottom: y + 3 };
}
