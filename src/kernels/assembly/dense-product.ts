import { madd } from './lanes';

/** Four products with one symmetric matrix: 4 × 8 sums at a time, eight multiply-adds for six loads. */
export function multiplyDense(matrix: usize, line: usize, stride: usize, v: usize, out: usize): void {
  for (let across: usize = 0; across < line; across += 32) {
    let a0 = f32x4.splat(0), a1 = f32x4.splat(0);
    let b0 = f32x4.splat(0), b1 = f32x4.splat(0);
    let c0 = f32x4.splat(0), c1 = f32x4.splat(0);
    let d0 = f32x4.splat(0), d1 = f32x4.splat(0);
    let g = matrix + across;
    let va = v, vb = v + line, vc = v + 2 * line, vd = v + 3 * line;
    for (const end = v + stride; va < end; ) {
      const g0 = v128.load(g);
      const g1 = v128.load(g, 16);
      const xa = v128.load32_splat(va);
      a0 = madd(xa, g0, a0);
      a1 = madd(xa, g1, a1);
      const xb = v128.load32_splat(vb);
      b0 = madd(xb, g0, b0);
      b1 = madd(xb, g1, b1);
      const xc = v128.load32_splat(vc);
      c0 = madd(xc, g0, c0);
      c1 = madd(xc, g1, c1);
      const xd = v128.load32_splat(vd);
      d0 = madd(xd, g0, d0);
      d1 = madd(xd, g1, d1);
      g += line;
      va += 4;
      vb += 4;
      vc += 4;
      vd += 4;
    }
    const to = out + across;
    v128.store(to, a0);
    v128.store(to, a1, 16);
    v128.store(to + line, b0);
    v128.store(to + line, b1, 16);
    v128.store(to + 2 * line, c0);
    v128.store(to + 2 * line, c1, 16);
    v128.store(to + 3 * line, d0);
    v128.store(to + 3 * line, d1, 16);
  }
}
