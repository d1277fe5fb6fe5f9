//! The master key of an installation.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

/// 32 secret bytes from which every other key is derived. Wiped when dropped.
#[derive(Clone)]
pub struct MasterKey(Zeroizing<[u8; 32]>);

impl std::fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MasterKey(…)")
    }
}

/// Why a text is no key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a key: 32 bytes, as 64 hex digits or in base64 (make one with: openssl rand -hex 32)")]
pub struct KeyError;

impl MasterKey {
    /// A key of these bytes.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// Reads 64 hex digits, or base64 of 32 bytes.
    ///
    /// # Errors
    /// [`KeyError`] for anything else.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let text = text.trim();
        let bytes = if text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit()) {
            (0..64)
                .step_by(2)
                .map(|i| u8::from_str_radix(&text[i..i + 2], 16).map_err(|_| KeyError))
                .collect::<Result<Vec<u8>, _>>()?
        } else {
            STANDARD.decode(text).map_err(|_| KeyError)?
        };
        Ok(Self::new(bytes.try_into().map_err(|_| KeyError)?))
    }

    /// The secret.
    #[must_use]
    pub fn reveal(&self) -> &[u8; 32] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_and_base64_give_the_same_key() {
        let hex = MasterKey::parse(&"07".repeat(32)).expect("hex");
        let base64 = MasterKey::parse(&STANDARD.encode([7; 32])).expect("base64");
        assert_eq!(hex.reveal(), base64.reveal());
    }

    #[test]
    fn anything_else_is_no_key() {
        for text in ["", "short", &"0".repeat(63), &STANDARD.encode([7; 31])] {
            assert_eq!(MasterKey::parse(text).err(), Some(KeyError), "{text:?}");
        }
    }
}
