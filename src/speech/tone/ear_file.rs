//! The file of weights: a mark, how many networks, the widths of each, then their numbers as 32-bit floats,
//! least significant byte first.

use super::ear::{Ear, Shape};

/// What opens the file; the last character is the version.
const MAGIC: &[u8; 4] = b"TLT1";
/// The widest layer that a file may hold.
const MAX_WIDTH: usize = 1_024;
/// The most networks that a file may hold.
const MAX_EARS: usize = 16;

/// A file of weights that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the weights cannot be read: {0}")]
pub struct EarFileError(&'static str);

/// The bytes of a file that holds `ears`.
#[must_use]
pub fn write(ears: &[Ear]) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    let mut put = |n: usize| out.extend_from_slice(&(n as u32).to_le_bytes());
    put(ears.len());
    for ear in ears {
        let Shape { inputs, first, second, state, outputs } = ear.shape();
        [inputs, first, second, state, outputs].into_iter().for_each(&mut put);
    }
    out.extend(ears.iter().flat_map(|e| e.numbers()).flat_map(|n| n.to_le_bytes()));
    out
}

/// Reads what [`write()`] wrote.
///
/// # Errors
/// [`EarFileError`] if the bytes are cut short or too long, or a width or a number is out of range.
pub fn read(bytes: &[u8]) -> Result<Vec<Ear>, EarFileError> {
    let mut rest = bytes.strip_prefix(MAGIC).ok_or(EarFileError("no header"))?;
    let count = number(&mut rest, MAX_EARS)?;
    let mut shapes = Vec::new();
    for _ in 0..count {
        let mut width = || number(&mut rest, MAX_WIDTH);
        shapes.push(Shape {
            inputs: width()?,
            first: width()?,
            second: width()?,
            state: width()?,
            outputs: width()?,
        });
    }
    let mut ears = Vec::new();
    for shape in shapes {
        let size = shape.layout().count * 4;
        let (head, after) = rest.split_at_checked(size).ok_or(EarFileError("cut short"))?;
        rest = after;
        let numbers: Vec<f32> =
            head.as_chunks::<4>().0.iter().map(|w| f32::from_le_bytes(*w)).collect();
        if !numbers.iter().all(|n| n.is_finite()) {
            return Err(EarFileError("a number is not finite"));
        }
        ears.push(Ear::new(shape, numbers).ok_or(EarFileError("cut short"))?);
    }
    if rest.is_empty() { Ok(ears) } else { Err(EarFileError("bytes left over")) }
}

/// Takes the next number off `bytes`: 1 to `limit`.
fn number(bytes: &mut &[u8], limit: usize) -> Result<usize, EarFileError> {
    let (head, rest) = bytes.split_first_chunk::<4>().ok_or(EarFileError("cut short"))?;
    *bytes = rest;
    let number = u32::from_le_bytes(*head) as usize;
    let fits = (1..=limit).contains(&number);
    if fits { Ok(number) } else { Err(EarFileError("a width is out of range")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ear(state: usize) -> Ear {
        let shape = Shape { inputs: 2, first: 3, second: 4, state, outputs: 2 };
        let numbers = (0..shape.layout().count).map(|i| (i as f32 * 0.37).sin()).collect();
        Ear::new(shape, numbers).expect("as many as needed")
    }

    #[test]
    fn weights_survive_the_file_and_damaged_files_are_refused() {
        let ears = vec![ear(2), ear(3)];
        let bytes = write(&ears);
        assert_eq!(read(&bytes).as_ref(), Ok(&ears));
        for cut in 0..bytes.len() {
            assert!(read(&bytes[..cut]).is_err(), "{cut}");
        }
        assert!(read(&[bytes.clone(), vec![0]].concat()).is_err());
        let mut broken = bytes;
        let last = broken.len() - 4;
        broken[last..].copy_from_slice(&f32::NAN.to_le_bytes());
        assert!(read(&broken).is_err());
    }
}
