// e^x and ln(1 + x) from + − × ÷ alone, so that every engine gives the same bits: IEEE 754 fixes those four and leaves
// Math.exp and Math.log1p open. After fdlibm (Sun Microsystems 1993): within 2 units in the last place.

/** ln 2 in two parts: the first with zeros at its end, so that a whole number times it is exact. */
const LN2_HIGH = 6.93147180369123816490e-1;
const LN2_LOW = 1.90821492927058770002e-10;
const LN2 = LN2_HIGH + LN2_LOW;

/** Beyond these the result is no double any more. */
const LARGEST_EXPONENT = 709.782712893383973096;
const SMALLEST_EXPONENT = -745.13321910194110842;

/** r (e^r + 1) / (e^r − 1) = 2 + P1 r² + P2 r⁴ + … on |r| ≤ ln 2 / 2 (Remez). */
const P1 = 1.66666666666666019037e-1;
const P2 = -2.77777777770155933842e-3;
const P3 = 6.61375632143793436117e-5;
const P4 = -1.65339022054652515390e-6;
const P5 = 4.13813679705723846039e-8;

/** e^x. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return NaN;
  if (x > LARGEST_EXPONENT) return Infinity;
  if (x < SMALLEST_EXPONENT) return 0;
  // x = k ln 2 + r, and r in two parts.
  const k = Math.floor(x / LN2 + 0.5);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const t = r * r;
  const c = r - t * (P1 + t * (P2 + t * (P3 + t * (P4 + t * P5))));
  const y = 1 - (low - (r * c) / (2 - c) - high);
  // In two halves: 2^1024 and 2^−1074 alone are out of reach of one.
  const half = Math.trunc(k / 2);
  return y * powerOfTwo(half) * powerOfTwo(k - half);
}

/** ln(1 + f) = f − f²/2 + s (f²/2 + R), s = f / (2 + f), R = Lp1 s² + Lp2 s⁴ + … on √½ − 1 < f < √2 − 1 (Remez). */
const LP1 = 6.666666666666735130e-1;
const LP2 = 3.999999999940941908e-1;
const LP3 = 2.857142874366239149e-1;
const LP4 = 2.222219843214978396e-1;
const LP5 = 1.818357216161805012e-1;
const LP6 = 1.531383769920937332e-1;
const LP7 = 1.479819860511658591e-1;
const SQRT_HALF = Math.sqrt(0.5);
const SQRT_TWO = Math.sqrt(2);

/** ln(1 + x), which keeps its digits where x is small; NaN below −1. */
export function log1p(x: number): number {
  if (!(x > -1)) return x === -1 ? -Infinity : NaN;
  if (x === Infinity) return Infinity;
  let k = 0;
  let f = x;
  /** What rounding 1 + x took away, as a share of it. */
  let correction = 0;
  if (x <= SQRT_HALF - 1 || x >= SQRT_TWO - 1) {
    const whole = 1 + x;
    correction = (x >= 1 ? 1 - (whole - x) : x - (whole - 1)) / whole;
    let mantissa = whole;
    for (let step = 512; step >= 1; step /= 2) {
      const power = powerOfTwo(step);
      if (mantissa >= power) { mantissa /= power; k += step; }
      if (mantissa * power < 2) { mantissa *= power; k -= step; }
    }
    if (mantissa > SQRT_TWO) { mantissa /= 2; k++; }
    f = mantissa - 1;
  }
  const halfSquare = 0.5 * f * f;
  const s = f / (2 + f);
  const z = s * s;
  const R = z * (LP1 + z * (LP2 + z * (LP3 + z * (LP4 + z * (LP5 + z * (LP6 + z * LP7))))));
  if (k === 0) return f - (halfSquare - s * (halfSquare + R));
  return k * LN2_HIGH - (halfSquare - (s * (halfSquare + R) + (k * LN2_LOW + correction)) - f);
}

/** 2^k for whole k from −1022 to 1023, exactly. */
function powerOfTwo(k: number): number {
  let power = 1;
  let base = k < 0 ? 0.5 : 2;
  for (let rest = Math.abs(k); rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) power *= base;
    if (rest > 1) base *= base;
  }
  return power;
}
