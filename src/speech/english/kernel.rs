//! Kernel ridge regression with Gaussian kernels: a reading is scored like the readings that it is near to.

use super::heads::WHOLE;
use crate::speech::trees::take;

/// Steps of a standard deviation that a value is kept in.
const STEPS: f32 = 31.0;

/// A fitted regression of all scores of a reading. Empty, it has no opinion.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Kernel {
    /// Mean of each value.
    pub mean: Vec<f32>,
    /// Standard deviation of each value.
    pub spread: Vec<f32>,
    /// The scores before any neighbour is looked at.
    pub base: [f32; WHOLE],
    /// The readings it was fitted on, standardised, one after the other.
    pub places: Vec<i8>,
    /// What each of them adds to each score.
    pub weights: Vec<[f32; WHOLE]>,
}

/// How alike two standardised rows are, 0 to 1: the distance that counts is that of an average value.
#[must_use]
pub fn alike(a: &[i8], b: &[i8], narrow: f32) -> f32 {
    let square = |(a, b): (&i8, &i8)| (i32::from(*a) - i32::from(*b)).pow(2);
    let sum: i32 = a.iter().zip(b).map(square).sum();
    (-narrow * sum as f32 / (STEPS * STEPS * a.len().max(1) as f32)).exp()
}

/// How fast the likeness falls with the distance.
pub const NARROW: f32 = 0.3;

impl Kernel {
    /// A row in steps of its values' standard deviations, drawn in at about four of them.
    #[must_use]
    pub fn place(&self, row: &[f32]) -> Vec<i8> {
        let own = row.iter().zip(&self.mean).zip(&self.spread);
        own.map(|((v, mean), spread)| ((v - mean) / spread * STEPS).clamp(-127.0, 127.0) as i8)
            .collect()
    }

    /// Accuracy, fluency, prosody and total of a reading, about 0 to 1; `None` from an empty one.
    #[must_use]
    pub fn answer(&self, row: &[f32]) -> Option<[f32; WHOLE]> {
        if self.weights.is_empty() {
            return None;
        }
        let place = self.place(row);
        let mut out = self.base;
        for (other, weights) in self.places.chunks_exact(self.mean.len()).zip(&self.weights) {
            let alike = alike(&place, other, NARROW);
            out.iter_mut().zip(weights).for_each(|(o, w)| *o += alike * w);
        }
        Some(out)
    }

    /// Appends it to a file; read it with [`Kernel::read`].
    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend((self.mean.len() as u16).to_le_bytes());
        out.extend((self.weights.len() as u16).to_le_bytes());
        let floats = self.mean.iter().chain(&self.spread).chain(&self.base);
        out.extend(floats.chain(self.weights.as_flattened()).flat_map(|v| v.to_le_bytes()));
        out.extend(self.places.iter().map(|p| *p as u8));
    }

    /// Takes one off the front of `bytes`; `None` if none stands there.
    #[must_use]
    pub fn read(bytes: &mut &[u8]) -> Option<Self> {
        let width = usize::from(u16::from_le_bytes(take(bytes)?));
        let count = usize::from(u16::from_le_bytes(take(bytes)?));
        if width == 0 && count > 0 {
            return None;
        }
        let mut float = || Some(f32::from_le_bytes(take(bytes)?));
        let mean = (0..width).map(|_| float()).collect::<Option<_>>()?;
        let spread = (0..width).map(|_| float()).collect::<Option<_>>()?;
        let mut all = || Some([float()?, float()?, float()?, float()?]);
        let base = all()?;
        let weights = (0..count).map(|_| all()).collect::<Option<_>>()?;
        let (places, rest) = bytes.split_at_checked(width * count)?;
        *bytes = rest;
        let places = places.iter().map(|p| *p as i8).collect();
        Some(Self { mean, spread, base, places, weights })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kernel() -> Kernel {
        Kernel {
            mean: vec![1.0, 0.0],
            spread: vec![2.0, 1.0],
            base: [0.5; WHOLE],
            places: vec![31, 0, -31, 0],
            weights: vec![[0.2, 0.0, 0.0, 0.1], [-0.2, 0.0, 0.0, 0.0]],
        }
    }

    #[test]
    fn a_reading_is_scored_like_those_near_it() {
        let near = kernel().answer(&[3.0, 0.0]).expect("an answer");
        let far = kernel().answer(&[-1.0, 0.0]).expect("an answer");
        assert!(near[0] > 0.55 && far[0] < 0.45 && near[1] == 0.5, "{near:?} {far:?}");
        assert_eq!(Kernel::default().answer(&[1.0]), None);
    }

    #[test]
    fn it_survives_its_file_and_a_cut_one_is_refused() {
        let mut bytes = Vec::new();
        kernel().write(&mut bytes);
        let mut rest = bytes.as_slice();
        assert_eq!(Kernel::read(&mut rest), Some(kernel()));
        assert!(rest.is_empty());
        assert!((0..bytes.len()).all(|cut| Kernel::read(&mut &bytes[..cut]).is_none()));
    }
}
