//! Vector registers, as wide as the processor has them, without a line of unsafe code.
//!
//! A release build is for any x86-64; the hot loops are compiled once more for AVX2 and chosen when they run.

/// A hot stretch of work. A closure would do, but it cannot be marked to be inlined, and only what is inlined
/// is compiled for the wider registers.
pub trait Work {
    /// What comes out.
    type Output;
    /// Does the work; implement it, and all that it calls, with `#[inline(always)]`.
    fn run(self) -> Self::Output;
}

struct Dispatched<W>(W);

impl<W: Work> pulp::WithSimd for Dispatched<W> {
    type Output = W::Output;

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) -> W::Output {
        self.0.run()
    }
}

/// Runs `work` compiled for the widest vector registers of this processor. The sums are the same, in the same
/// order, on all of them.
#[inline]
pub fn widest<W: Work>(work: W) -> W::Output {
    pulp::Arch::new().dispatch(Dispatched(work))
}

/// Lanes of the accumulator.
const LANES: usize = 8;

/// Inner product of the common length of `a` and `b`, summed in eight lanes.
#[inline(always)]
#[must_use]
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    let (wide_a, tail_a) = a.as_chunks::<LANES>();
    let (wide_b, tail_b) = b.as_chunks::<LANES>();
    let mut lanes = [0.0_f32; LANES];
    for (x, y) in wide_a.iter().zip(wide_b) {
        for ((lane, x), y) in lanes.iter_mut().zip(x).zip(y) {
            *lane += x * y;
        }
    }
    let tail: f32 = tail_a.iter().zip(tail_b).map(|(x, y)| x * y).sum();
    // One lane after the other: a sum by pairs makes the compiler work in pairs all the way up.
    lanes.iter().sum::<f32>() + tail
}

/// The least of `values`; `f32::MAX` of none.
#[inline(always)]
#[must_use]
pub fn least(values: &[f32]) -> f32 {
    let (wide, tail) = values.as_chunks::<LANES>();
    let mut lanes = [f32::MAX; LANES];
    for chunk in wide {
        for (lane, x) in lanes.iter_mut().zip(chunk) {
            *lane = if *x < *lane { *x } else { *lane };
        }
    }
    lanes.iter().chain(tail).fold(f32::MAX, |least, x| least.min(*x))
}

/// The sum of `values`, in eight lanes.
#[inline(always)]
#[must_use]
pub fn sum(values: &[f32]) -> f32 {
    let (wide, tail) = values.as_chunks::<LANES>();
    let mut lanes = [0.0_f32; LANES];
    for chunk in wide {
        for (lane, x) in lanes.iter_mut().zip(chunk) {
            *lane += x;
        }
    }
    lanes.iter().chain(tail).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_inner_product_is_the_plain_sum() {
        let a: Vec<f32> = (0..37).map(|i| i as f32 * 0.25 - 3.0).collect();
        let b: Vec<f32> = (0..37).map(|i| 2.0 - i as f32 * 0.125).collect();
        let plain: f64 = a.iter().zip(&b).map(|(x, y)| f64::from(*x) * f64::from(*y)).sum();
        assert!((f64::from(dot(&a, &b)) - plain).abs() < 1e-3);
    }

    #[test]
    fn sums_and_least_agree_with_the_plain_ones_at_every_length() {
        let values: Vec<f32> = (0..41).map(|i| ((i * 37 % 41) as f32 - 20.0) * 0.5).collect();
        for n in 0..=values.len() {
            let plain: f32 = values[..n].iter().sum();
            assert!((sum(&values[..n]) - plain).abs() < 1e-3);
            let lowest = values[..n].iter().copied().fold(f32::MAX, f32::min);
            assert_eq!(least(&values[..n]), lowest);
        }
    }

    #[test]
    fn the_wide_registers_give_the_same_bits_as_the_narrow_ones() {
        struct Dot<'a>(&'a [f32], &'a [f32]);
        impl Work for Dot<'_> {
            type Output = f32;
            #[inline(always)]
            fn run(self) -> f32 {
                dot(self.0, self.1)
            }
        }
        let a: Vec<f32> = (0..131).map(|i| (i as f32 * 0.7).sin()).collect();
        let b: Vec<f32> = (0..131).map(|i| (i as f32 * 1.3).cos()).collect();
        assert_eq!(widest(Dot(&a, &b)).to_bits(), dot(&a, &b).to_bits());
    }
}
