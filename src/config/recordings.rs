//! The settings of recordings, and of the operator's way to them.

use secrecy::SecretString;
use url::Url;

use super::reader::Reader;

/// A bucket and who may use it.
#[derive(Debug, Clone)]
pub struct S3 {
    /// Base of the service.
    pub endpoint: Url,
    /// The bucket; it must exist.
    pub bucket: String,
    /// Its region.
    pub region: String,
    /// The key's id.
    pub key_id: String,
    /// The key.
    pub key: SecretString,
}

/// Whether calls may be recorded, where recordings go, and for how long.
#[derive(Debug, Clone)]
pub struct Recordings {
    /// Learners are asked whether they may be recorded.
    pub on: bool,
    /// After so many days a recording is deleted.
    pub days: u32,
    /// The bucket; `None`: a folder in the data folder.
    pub s3: Option<S3>,
    /// What the operator shows; without it there is no way to the recordings from outside.
    pub admin_token: Option<SecretString>,
}

/// Shorter tokens can be guessed.
const SHORTEST_TOKEN: usize = 16;

pub(super) fn read(reader: &mut Reader<'_>) -> Recordings {
    let admin_token = reader.text("ADMIN_TOKEN");
    if admin_token.as_ref().is_some_and(|token| token.len() < SHORTEST_TOKEN) {
        reader.fault("ADMIN_TOKEN", format!("shorter than {SHORTEST_TOKEN} characters"));
    }
    Recordings {
        on: reader.choice("RECORDINGS", &[("off", false), ("on", true)]),
        days: reader.at_least_one("RECORDING_DAYS", 30),
        s3: s3(reader),
        admin_token: admin_token.map(SecretString::from),
    }
}

fn s3(reader: &mut Reader<'_>) -> Option<S3> {
    let bucket = reader.text("S3_BUCKET")?;
    let region = reader.text("S3_REGION").unwrap_or_else(|| "us-east-1".to_owned());
    let endpoint = reader.text("S3_ENDPOINT");
    let endpoint = endpoint.unwrap_or_else(|| format!("https://s3.{region}.amazonaws.com"));
    let endpoint = reader.http_url("S3_ENDPOINT", &endpoint)?;
    let keys = [reader.text("S3_ACCESS_KEY_ID"), reader.text("S3_SECRET_ACCESS_KEY")];
    let [Some(key_id), Some(key)] = keys else {
        reader.fault("S3_BUCKET", "set without S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY");
        return None;
    };
    Some(S3 { endpoint, bucket, region, key_id, key: key.into() })
}
