//! A way to a server that can be cut.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// How often a connection looks whether the way is still open.
const LOOK: Duration = Duration::from_millis(10);

/// Of what is late.
const DELAY: Duration = Duration::from_millis(700);

/// What becomes of connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Way {
    /// They get to the server.
    Open,
    /// They are closed, in the middle of whatever they are at.
    Cut,
    /// They are taken, and never answered.
    Silent,
    /// They are answered with 503.
    Busy,
    /// What is sent gets to the server with a delay, also when who sent it is gone by then.
    Late,
}

/// Stands before a server. Gone when dropped.
#[derive(Debug)]
pub struct Proxy {
    /// Where it listens.
    pub address: SocketAddr,
    way: Arc<AtomicU8>,
    task: JoinHandle<()>,
}

impl Proxy {
    /// Of a server on this machine; to be called in a runtime.
    ///
    /// # Errors
    /// When there is no port for it.
    pub async fn start(port: u16) -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let (address, way) = (listener.local_addr()?, Arc::new(AtomicU8::new(Way::Open as u8)));
        let now = Arc::clone(&way);
        let task = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(pass(client, port, Arc::clone(&now)));
            }
        });
        Ok(Self { address, way, task })
    }

    /// From now on, for connections that are there, too.
    pub fn set(&self, way: Way) {
        self.way.store(way as u8, Ordering::Relaxed);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn pass(mut client: TcpStream, port: u16, way: Arc<AtomicU8>) {
    let begun = way.load(Ordering::Relaxed);
    if begun == Way::Late as u8 {
        return late(client, port).await;
    }
    let changed = async {
        while way.load(Ordering::Relaxed) == begun {
            tokio::time::sleep(LOOK).await;
        }
    };
    let work = async {
        if begun == Way::Open as u8 {
            if let Ok(mut server) = TcpStream::connect(("127.0.0.1", port)).await {
                let _ = copy_bidirectional(&mut client, &mut server).await;
            }
        } else if begun == Way::Busy as u8 {
            let _ = client.readable().await;
            let _ = client.write_all(b"HTTP/1.1 503 X\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").await;
        } else if begun == Way::Silent as u8 {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        () = changed => {}
        () = work => {}
    }
}

async fn late(client: TcpStream, port: u16) {
    let Ok(server) = TcpStream::connect(("127.0.0.1", port)).await else { return };
    let ((mut asks, mut hears), (mut answers, mut told)) = (client.into_split(), server.into_split());
    let back = tokio::spawn(async move { tokio::io::copy(&mut answers, &mut hears).await });
    let mut bytes = vec![0; 64 << 10];
    while let Ok(count @ 1..) = asks.read(&mut bytes).await {
        tokio::time::sleep(DELAY).await;
        if told.write_all(&bytes[..count]).await.is_err() {
            break;
        }
    }
    // The server would not do what a client asks that has closed the connection.
    tokio::time::sleep(DELAY).await;
    back.abort();
}
