//! A TCP line between a client and a server: it can be cut and mended, and it keeps the TwiML that came over it.
#![allow(dead_code, reason = "each test binary uses its part of the harness")]

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// The line. Dropping it ends every connection.
pub(crate) struct Wire {
    /// Where clients connect.
    pub(crate) address: SocketAddr,
    documents: Documents,
    whole: watch::Sender<bool>,
    server: watch::Sender<SocketAddr>,
    accepting: JoinHandle<()>,
}

type Documents = Arc<Mutex<Vec<String>>>;

impl Wire {
    /// A line to a server.
    pub(crate) async fn to(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("a bound socket");
        let documents = Documents::default();
        let (whole, _) = watch::channel(true);
        let (server, _) = watch::channel(server);
        let ends = (documents.clone(), whole.clone(), server.clone());
        let accepting = tokio::spawn(async move {
            let (documents, whole, server) = ends;
            while let Ok((client, _)) = listener.accept().await {
                let up = *whole.borrow();
                let to = *server.borrow();
                if up && let Ok(server) = TcpStream::connect(to).await {
                    tokio::spawn(carry(client, server, documents.clone(), whole.subscribe()));
                }
            }
        });
        Self { address, documents, whole, server, accepting }
    }

    /// From now on connections lead to another server; those that stand are cut.
    pub(crate) fn lead_to(&self, server: SocketAddr) {
        self.server.send_replace(server);
        self.cut();
        self.mend();
    }

    /// Cuts every connection, and takes no new ones.
    pub(crate) fn cut(&self) {
        self.whole.send_replace(false);
    }

    /// Takes connections again.
    pub(crate) fn mend(&self) {
        self.whole.send_replace(true);
    }

    /// The TwiML documents that came over it so far.
    pub(crate) fn documents(&self) -> Vec<String> {
        self.documents.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.cut();
        self.accepting.abort();
    }
}

async fn carry(
    client: TcpStream,
    server: TcpStream,
    documents: Documents,
    mut whole: watch::Receiver<bool>,
) {
    // Frames of 20 ms must not wait for each other.
    let _ = (client.set_nodelay(true), server.set_nodelay(true));
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    whole.mark_unchanged();
    let (up, down) = (up(from_client, to_server), down(from_server, to_client, documents));
    tokio::select! {
        ((), ()) = async { tokio::join!(up, down) } => {}
        _ = whole.changed() => {}
    }
}

async fn up(mut from: OwnedReadHalf, mut to: OwnedWriteHalf) {
    let _ = tokio::io::copy(&mut from, &mut to).await;
    let _ = to.shutdown().await;
}

async fn down(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, documents: Documents) {
    let (mut chunk, mut kept, mut reading) = (vec![0; 16 * 1024], Vec::new(), true);
    while let Ok(n @ 1..) = from.read(&mut chunk).await {
        // A document is kept before the client can act on it.
        if reading {
            kept.extend_from_slice(&chunk[..n]);
            reading = !kept.starts_with(b"HTTP/1.1 101");
            collect(&mut kept, &documents);
        }
        if to.write_all(&chunk[..n]).await.is_err() {
            return;
        }
    }
    let _ = to.shutdown().await;
}

/// Moves the whole documents out of what was received.
fn collect(kept: &mut Vec<u8>, documents: &Documents) {
    loop {
        let text = String::from_utf8_lossy(kept);
        let ends = ["</Response>", "<Response/>", "<Response />"];
        let end = ends.iter().filter_map(|end| Some(text.find(end)? + end.len())).min();
        let Some(end) = end else { return };
        let begin = text[..end].rfind("\r\n\r\n").map_or(0, |at| at + 4);
        let document = text[begin..end].to_owned();
        let rest = text[end..].as_bytes().to_vec();
        documents.lock().unwrap_or_else(PoisonError::into_inner).push(document);
        *kept = rest;
    }
}
