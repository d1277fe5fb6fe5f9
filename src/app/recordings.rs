//! Recordings, and the object store under them, as the settings want them.

use std::sync::Arc;

use axum::Router;

use crate::admin::recordings::{self, Shelf};
use crate::config::Settings;
use crate::ports::archive::Archive;
use crate::ports::objects::ObjectStore;
use crate::providers::s3::{S3Access, S3Objects};
use crate::store::objects::FolderObjects;
use crate::telephony::media::stage::House;

/// The archive in the bucket that is set, or in a folder of the data folder.
pub(super) fn archive(settings: &Settings) -> anyhow::Result<Archive> {
    Ok(Archive::new(objects(settings, "recordings")?))
}

/// The bucket that is set, or a folder of the data folder.
pub(super) fn objects(settings: &Settings, folder: &str) -> anyhow::Result<Arc<dyn ObjectStore>> {
    let Some(s3) = settings.recordings.s3.clone() else {
        return Ok(Arc::new(FolderObjects::new(&settings.data_dir.join(folder))));
    };
    let access = S3Access {
        endpoint: s3.endpoint,
        bucket: s3.bucket,
        region: s3.region,
        key_id: s3.key_id,
        key: s3.key,
    };
    let objects = S3Objects::new(access)
        .map_err(|error| anyhow::anyhow!("S3_ENDPOINT, S3_BUCKET: {error}"))?;
    Ok(Arc::new(objects))
}

/// The operator's way to them, if a token is set.
pub(super) fn routes(settings: &Settings, archive: &Archive, house: &House) -> Router {
    let Some(token) = settings.recordings.admin_token.clone() else {
        return Router::new();
    };
    let keyring = house.keyring.clone();
    recordings::router(Shelf {
        archive: archive.clone(),
        token: Arc::new(token),
        sign: Arc::new(move |over| keyring.token(over)),
        clock: Arc::clone(&house.clock),
    })
}
