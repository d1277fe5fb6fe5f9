//! The encrypted encoding of a context, and the keyed hash under which it is kept.
//!
//! A document is `version (1 byte) ‖ nonce (12) ‖ ciphertext and tag`, AES-256-GCM (NIST SP 800-38D) over JSON, with
//! the learner's id as associated data, so that one learner's document never opens as another's.

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use rand::RngCore as _;
use sha2::Sha256;
use zeroize::Zeroizing;

use super::context::Context;
use super::policy::MAX_DOCUMENT;
use crate::domain::ids::LearnerId;
use crate::domain::key::MasterKey;

/// The encoding written now; older ones that can still be read would be listed beside it.
const VERSION: u8 = 1;
const NONCE: usize = 12;

/// Why a document could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum CodecError {
    /// Cut short, changed, of another learner, or under another key.
    #[error("the document does not open: it was changed, or encrypted under another key")]
    Sealed,
    /// Written by a newer release.
    #[error("the document has version {0}, which this release does not know")]
    Version(u8),
    /// The plain document is not a context.
    #[error("the document is not a context")]
    Shape(#[source] serde_json::Error),
    /// Larger than a context may be.
    #[error("the context is {0} bytes, more than {MAX_DOCUMENT}")]
    TooLarge(usize),
}

/// The keys of one installation, all derived from `ENCRYPTION_KEY` by HKDF-SHA-256 (RFC 5869).
#[derive(Clone)]
pub struct Keyring {
    cipher: Aes256Gcm,
    names: Zeroizing<[u8; 32]>,
    tokens: Zeroizing<[u8; 32]>,
}

impl std::fmt::Debug for Keyring {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keyring(…)")
    }
}

impl Keyring {
    /// Derives the keys from the master key.
    #[must_use]
    pub fn new(master: &MasterKey) -> Self {
        let kdf = Hkdf::<Sha256>::new(None, master.reveal());
        let derive = |label: &[u8]| {
            let mut key = Zeroizing::new([0; 32]);
            kdf.expand(label, key.as_mut()).expect("32 bytes are within what HKDF gives");
            key
        };
        let documents = derive(b"toneline documents v1");
        Self {
            cipher: Aes256Gcm::new((&*documents).into()),
            names: derive(b"toneline learner ids v1"),
            tokens: derive(b"toneline stream tokens v1"),
        }
    }

    /// The id of whoever has this identity (see `Party::identity`).
    #[must_use]
    pub fn learner(&self, identity: &str) -> LearnerId {
        let hash = keyed_hash(&self.names, identity.as_bytes());
        let mut id = [0; 16];
        id.copy_from_slice(&hash[..16]);
        LearnerId(id)
    }

    /// A keyed hash for tokens that we hand out and get back.
    #[must_use]
    pub fn token(&self, over: &[u8]) -> [u8; 32] {
        keyed_hash(&self.tokens, over)
    }

    /// Encrypts bytes that belong to a learner.
    #[must_use]
    pub fn seal(&self, learner: LearnerId, plain: &[u8]) -> Vec<u8> {
        let mut nonce = [0; NONCE];
        rand::rng().fill_bytes(&mut nonce);
        let payload = Payload { msg: plain, aad: &learner.0 };
        let sealed = self
            .cipher
            .encrypt(Nonce::from_slice(&nonce), payload)
            .expect("AES-GCM takes any text under 64 GiB");
        let mut out = Vec::with_capacity(1 + NONCE + sealed.len());
        out.push(VERSION);
        out.extend_from_slice(&nonce);
        out.extend_from_slice(&sealed);
        out
    }

    /// Decrypts what [`Keyring::seal`] made for the same learner.
    ///
    /// # Errors
    /// [`CodecError::Version`] or [`CodecError::Sealed`].
    pub fn open(&self, learner: LearnerId, sealed: &[u8]) -> Result<Vec<u8>, CodecError> {
        let (&version, rest) = sealed.split_first().ok_or(CodecError::Sealed)?;
        if version != VERSION {
            return Err(CodecError::Version(version));
        }
        let (nonce, text) = rest.split_at_checked(NONCE).ok_or(CodecError::Sealed)?;
        let payload = Payload { msg: text, aad: &learner.0 };
        self.cipher.decrypt(Nonce::from_slice(nonce), payload).map_err(|_| CodecError::Sealed)
    }

    /// Encodes and encrypts a context.
    ///
    /// # Errors
    /// [`CodecError::TooLarge`]; [`CodecError::Shape`] cannot happen for contexts of our own making.
    pub fn encode(&self, learner: LearnerId, context: &Context) -> Result<Vec<u8>, CodecError> {
        let plain = Zeroizing::new(serde_json::to_vec(context).map_err(CodecError::Shape)?);
        if plain.len() > MAX_DOCUMENT {
            return Err(CodecError::TooLarge(plain.len()));
        }
        Ok(self.seal(learner, &plain))
    }

    /// Decrypts and decodes a context.
    ///
    /// # Errors
    /// [`CodecError::Version`], [`CodecError::Sealed`] or [`CodecError::Shape`].
    pub fn decode(&self, learner: LearnerId, sealed: &[u8]) -> Result<Context, CodecError> {
        let plain = Zeroizing::new(self.open(learner, sealed)?);
        serde_json::from_slice(&plain).map_err(CodecError::Shape)
    }
}

fn keyed_hash(key: &[u8; 32], over: &[u8]) -> [u8; 32] {
    let mut mac =
        <Hmac<Sha256> as Mac>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(over);
    mac.finalize().into_bytes().into()
}

/// What the fuzzer runs: any bytes as a sealed document, which must not open, and as a plain one, which must survive
/// sealing and opening.
///
/// # Panics
/// If bytes open that were never sealed, or a context changes.
pub fn fuzz_entry(data: &[u8]) {
    let ring = Keyring::new(&MasterKey::new([7; 32]));
    let id = LearnerId([3; 16]);
    assert!(ring.decode(id, data).is_err(), "opened what was never sealed");
    let Ok(mut context) = serde_json::from_slice::<Context>(data) else { return };
    // JSON keeps fractions to the last bit but one; everything else must come back exactly.
    context.user_state.retain(|_, value| !has_fraction(value));
    context.voice_range = context.voice_range.filter(|value| !has_fraction(value));
    match ring.encode(id, &context) {
        Ok(sealed) => assert_eq!(ring.decode(id, &sealed).expect("it opens"), context),
        Err(error) => assert!(matches!(error, CodecError::TooLarge(_)), "{error}"),
    }
}

fn has_fraction(value: &serde_json::Value) -> bool {
    use serde_json::Value;
    match value {
        Value::Number(number) => number.is_f64(),
        Value::Array(items) => items.iter().any(has_fraction),
        Value::Object(fields) => fields.values().any(has_fraction),
        Value::Null | Value::Bool(_) | Value::String(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::party::Party;
    use chrono::DateTime;
    use proptest::prelude::*;

    fn ring() -> Keyring {
        Keyring::new(&MasterKey::new([7; 32]))
    }

    fn context() -> Context {
        Context::new(Party::parse("+250788123456"), DateTime::UNIX_EPOCH)
    }

    #[test]
    fn a_context_survives_sealing_and_opening() {
        let (ring, id) = (ring(), ring().learner("+250788123456"));
        let sealed = ring.encode(id, &context()).expect("encode");
        assert_eq!(ring.decode(id, &sealed).expect("decode"), context());
        assert!(!sealed.windows(6).any(|w| w == b"788123"), "the number shows");
    }

    #[test]
    fn a_document_opens_for_its_own_learner_and_key_only() {
        let (ring, id) = (ring(), ring().learner("a"));
        let sealed = ring.encode(id, &context()).expect("encode");
        assert!(matches!(ring.decode(ring.learner("b"), &sealed), Err(CodecError::Sealed)));
        let other = Keyring::new(&MasterKey::new([8; 32]));
        assert!(matches!(other.decode(id, &sealed), Err(CodecError::Sealed)));
    }

    #[test]
    fn a_newer_version_is_refused_by_name() {
        let mut sealed = ring().seal(LearnerId([0; 16]), b"{}");
        sealed[0] = 9;
        assert!(matches!(ring().open(LearnerId([0; 16]), &sealed), Err(CodecError::Version(9))));
    }

    proptest! {
        #[test]
        fn no_bytes_make_opening_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = ring().decode(LearnerId([1; 16]), &bytes);
        }

        #[test]
        fn one_flipped_bit_is_noticed(bit in 8usize..400) {
            let (ring, id) = (ring(), LearnerId([3; 16]));
            let mut sealed = ring.encode(id, &context()).expect("encode");
            let bit = bit % (sealed.len() * 8);
            sealed[bit / 8] ^= 1 << (bit % 8);
            prop_assert!(ring.decode(id, &sealed).is_err());
        }
    }
}
