// The functions of crates/kernels/src/maths.rs, in the same steps. The browser's own differ in their last bits, and a last
// bit can tip a rounding: of a level in a table, of a colour in a palette.

/** Views of the same number: as such, and as its sign, exponent and mantissa. */
const view = new DataView(new ArrayBuffer(8));

/** A power of two. */
function powerOfTwo(exponent: number): number {
  view.setUint32(0, (exponent + 1023) << 20);
  view.setUint32(4, 0);
  return view.getFloat64(0);
}

/** e to the power of `x`, for |x| ≤ 2. */
function exp(x: number): number {
  let sum = 1;
  for (let n = 29; n >= 1; n--) sum = 1 + (sum * x) / n;
  return sum;
}

/** Binary logarithm of a positive number, to about 10⁻⁷: exponent, and the series of the mantissa's. */
export function log2(x: number): number {
  view.setFloat64(0, x);
  const exponent = (view.getUint32(0) >>> 20) - 1023;
  const mantissa = x / powerOfTwo(exponent);
  const t = (mantissa - 1) / (mantissa + 1);
  const square = t * t;
  let series = 0;
  for (let n = 6; n >= 0; n--) series = series * square + 1 / (2 * n + 1);
  return exponent + 2 * t * series * Math.LOG2E;
}

/** `x` to the power of `y`, to about 10⁻⁶ of it, for positive `x`. */
export function power(x: number, y: number): number {
  const log = y * log2(x);
  const whole = Math.floor(log);
  return powerOfTwo(whole) * exp((log - whole) * Math.LN2);
}

/** Sine of `x`, for |x| ≤ π / 2. */
export function sine(x: number): number {
  const square = x * x;
  let sum = 1;
  for (let n = 9; n >= 0; n--) sum = 1 - sum * square * (1 / ((2 * n + 2) * (2 * n + 3)));
  return sum * x;
}
