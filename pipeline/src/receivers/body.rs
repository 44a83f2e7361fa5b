//! The body of a request, which tells its connection when it was not read to its end.

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use hyper::body::Incoming;

use super::io::Requests;

/// A body that notes on drop whether the client may still be sending it.
#[derive(Debug)]
pub(super) struct RequestBody {
    incoming: Incoming,
    ended: bool,
    requests: Requests,
}

impl RequestBody {
    pub(super) fn new(incoming: Incoming, requests: Requests) -> Self {
        let ended = incoming.is_end_stream();
        Self { incoming, ended, requests }
    }
}

impl Body for RequestBody {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let this = self.get_mut();
        let frame = ready!(Pin::new(&mut this.incoming).poll_frame(cx));
        this.ended |= frame.is_none() || this.incoming.is_end_stream();
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.incoming.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.incoming.size_hint()
    }
}

impl Drop for RequestBody {
    fn drop(&mut self) {
        if !self.ended {
            self.requests.abandon();
        }
    }
}
