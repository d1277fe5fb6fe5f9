//! Objects behind an S3-compatible service: requests signed by query (AWS Signature Version 4), path-style addresses.

use std::time::Duration;

use async_trait::async_trait;
use chrono::DateTime;
use reqwest::{Response, StatusCode};
use rusty_s3::actions::{ListObjectsV2, S3Action};
use rusty_s3::{Bucket, Credentials, UrlStyle};
use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

use super::client;
use crate::ports::PortError;
use crate::ports::objects::{Object, ObjectStore, is_key};

/// How long a request of ours stays valid.
const VALID: Duration = Duration::from_secs(60);
/// The most that a service accepts: seven days.
const LONGEST: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// Where the bucket is, and who asks.
#[derive(Debug, Clone)]
pub struct S3Access {
    /// Base of the service: `https://s3.eu-west-1.amazonaws.com`.
    pub endpoint: Url,
    /// The bucket.
    pub bucket: String,
    /// Its region; many services take any.
    pub region: String,
    /// The key's id.
    pub key_id: String,
    /// The key.
    pub key: SecretString,
}

/// A bucket.
pub struct S3Objects {
    client: reqwest::Client,
    bucket: Bucket,
    credentials: Credentials,
}

impl std::fmt::Debug for S3Objects {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "S3Objects({})", self.bucket.name())
    }
}

impl S3Objects {
    /// A bucket that exists. Nothing is sent yet.
    ///
    /// # Errors
    /// [`PortError::Refused`] if voices would travel in the clear, or the endpoint is none.
    pub fn new(access: S3Access) -> Result<Self, PortError> {
        if !client::is_safe_for_credentials(&access.endpoint) {
            return Err(refused("recordings are sent over https, or to this machine, only"));
        }
        let S3Access { endpoint, bucket, region, key_id, key } = access;
        let bucket = Bucket::new(endpoint, UrlStyle::Path, bucket, region)
            .map_err(|error| refused(&error.to_string()))?;
        let credentials = Credentials::new(key_id, key.expose_secret());
        Ok(Self { client: client::build()?, bucket, credentials })
    }

    async fn page(&self, prefix: &str, from: Option<&str>) -> Result<Page, PortError> {
        let mut list = ListObjectsV2::new(&self.bucket, Some(&self.credentials));
        list.with_prefix(prefix);
        if let Some(from) = from {
            list.with_continuation_token(from);
        }
        let response = sent(self.client.get(list.sign(VALID)).send().await)?;
        let text = response.text().await.map_err(|_| unavailable("the list broke off"))?;
        let list = ListObjectsV2::parse_response(&text)
            .map_err(|_| unavailable("the list cannot be read"))?;
        let object = |content: rusty_s3::actions::list_objects_v2::ListObjectsContent| {
            let modified = DateTime::parse_from_rfc3339(content.last_modified.as_deref()?).ok()?;
            let bytes = content.size.unwrap_or(0);
            Some(Object { key: content.key, bytes, modified: modified.to_utc() })
        };
        let objects = list.contents.into_iter().filter_map(object).collect();
        Ok(Page { objects, next: list.next_continuation_token })
    }
}

struct Page {
    objects: Vec<Object>,
    next: Option<String>,
}

#[async_trait]
impl ObjectStore for S3Objects {
    async fn put(&self, key: &str, bytes: &[u8]) -> Result<(), PortError> {
        checked(key)?;
        let url = self.bucket.put_object(Some(&self.credentials), key).sign(VALID);
        sent(self.client.put(url).body(bytes.to_vec()).send().await).map(|_| ())
    }

    async fn get(&self, key: &str) -> Result<Option<Vec<u8>>, PortError> {
        checked(key)?;
        let url = self.bucket.get_object(Some(&self.credentials), key).sign(VALID);
        let response = self.client.get(url).send().await;
        if response.as_ref().is_ok_and(|r| r.status() == StatusCode::NOT_FOUND) {
            return Ok(None);
        }
        let bytes =
            sent(response)?.bytes().await.map_err(|_| unavailable("an object broke off"))?;
        Ok(Some(bytes.to_vec()))
    }

    async fn list(&self, prefix: &str) -> Result<Vec<Object>, PortError> {
        let mut objects = Vec::new();
        let mut next: Option<String> = None;
        loop {
            let page = self.page(prefix, next.as_deref()).await?;
            objects.extend(page.objects);
            next = page.next;
            if next.is_none() {
                return Ok(objects);
            }
        }
    }

    async fn delete(&self, key: &str) -> Result<(), PortError> {
        checked(key)?;
        let url = self.bucket.delete_object(Some(&self.credentials), key).sign(VALID);
        sent(self.client.delete(url).send().await).map(|_| ())
    }

    fn presigned(&self, key: &str, valid: Duration) -> Option<String> {
        let valid = valid.clamp(Duration::from_secs(1), LONGEST);
        let get = self.bucket.get_object(Some(&self.credentials), key);
        is_key(key).then(|| get.sign(valid).to_string())
    }

    fn kind(&self) -> &'static str {
        "s3"
    }
}

fn checked(key: &str) -> Result<(), PortError> {
    if is_key(key) { Ok(()) } else { Err(refused("no key")) }
}

fn sent(response: Result<Response, reqwest::Error>) -> Result<Response, PortError> {
    // reqwest's own text would show the signed URL.
    let response = response.map_err(|error| {
        unavailable(if error.is_timeout() { "no answer in time" } else { "no connection" })
    })?;
    let status = response.status();
    let detail = format!("status {}", status.as_u16());
    match status {
        status if status.is_success() => Ok(response),
        status if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS => {
            Err(unavailable(&detail))
        }
        _ => Err(refused(&detail)),
    }
}

fn unavailable(detail: &str) -> PortError {
    PortError::Unavailable { service: "s3", detail: detail.to_owned() }
}

fn refused(detail: &str) -> PortError {
    PortError::Refused { service: "s3", detail: detail.to_owned() }
}
