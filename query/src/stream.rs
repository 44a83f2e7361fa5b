//! The answer of a query: a schema and a stream of batches within the limits.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use arrow::datatypes::SchemaRef;
use arrow::record_batch::RecordBatch;
use futures::{Stream, StreamExt};
use tokio::sync::mpsc;
use tokio::time::{Instant, Sleep};

use crate::error::QueryError;
use crate::watch::Stop;

/// What the query task sends.
#[derive(Debug)]
pub(crate) enum Message {
    Batch(RecordBatch),
    Failed(QueryError),
    End { truncated: bool },
}

/// What is known before the first batch.
#[derive(Debug)]
pub(crate) struct Started {
    pub(crate) schema: SchemaRef,
    pub(crate) ledger_seq: u64,
    pub(crate) max_rows: u64,
}

/// Ends the query task when the stream is dropped.
#[derive(Debug)]
pub(crate) struct Guard(pub(crate) tokio::task::AbortHandle, pub(crate) Stop);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.abort();
        // Where the task does not see that.
        self.1.set();
    }
}

/// Batches of an answer. Dropping it ends the query.
#[derive(Debug)]
pub struct QueryStream {
    started: Started,
    receiver: mpsc::Receiver<Message>,
    deadline: Pin<Box<Sleep>>,
    timeout: Duration,
    guard: Option<Guard>,
    truncated: bool,
    rows: u64,
}

impl QueryStream {
    pub(crate) fn new(
        started: Started,
        receiver: mpsc::Receiver<Message>,
        guard: Guard,
        deadline: Instant,
        timeout: Duration,
    ) -> Self {
        let deadline = Box::pin(tokio::time::sleep_until(deadline));
        Self { started, receiver, deadline, timeout, guard: Some(guard), truncated: false, rows: 0 }
    }

    /// Columns of every batch.
    pub fn schema(&self) -> SchemaRef {
        SchemaRef::clone(&self.started.schema)
    }

    /// Ledger entry that the answer stands on; 0 for a lake without one.
    pub fn ledger_seq(&self) -> u64 {
        self.started.ledger_seq
    }

    /// Rows at which it is cut.
    pub fn max_rows(&self) -> u64 {
        self.started.max_rows
    }

    /// Whether the result was cut at the row limit. Final once the stream has ended.
    pub fn truncated(&self) -> bool {
        self.truncated
    }

    /// Rows given so far.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// The next batch; never an empty one.
    ///
    /// # Errors
    /// The first error ends the stream.
    pub async fn next_batch(&mut self) -> Result<Option<RecordBatch>, QueryError> {
        self.next().await.transpose()
    }

    /// All batches.
    #[cfg(test)]
    pub(crate) async fn collect_batches(&mut self) -> Result<Vec<RecordBatch>, QueryError> {
        let mut batches = Vec::new();
        while let Some(batch) = self.next_batch().await? {
            batches.push(batch);
        }
        Ok(batches)
    }

    fn end(&mut self, error: Option<QueryError>) -> Poll<Option<Result<RecordBatch, QueryError>>> {
        self.guard = None;
        self.receiver.close();
        Poll::Ready(error.map(Err))
    }
}

impl Stream for QueryStream {
    type Item = Result<RecordBatch, QueryError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.guard.is_none() {
            return Poll::Ready(None);
        }
        match self.receiver.poll_recv(context) {
            Poll::Ready(Some(Message::Batch(batch))) => {
                self.rows += batch.num_rows() as u64;
                Poll::Ready(Some(Ok(batch)))
            }
            Poll::Ready(Some(Message::Failed(error))) => self.end(Some(error)),
            Poll::Ready(Some(Message::End { truncated })) => {
                self.truncated = truncated;
                self.end(None)
            }
            Poll::Ready(None) => {
                let late = self.deadline.is_elapsed() || self.deadline.deadline() <= Instant::now();
                let error = if late {
                    QueryError::timeout(self.timeout)
                } else {
                    QueryError::internal("the query stopped without an answer")
                };
                self.end(Some(error))
            }
            Poll::Pending => match self.deadline.as_mut().poll(context) {
                Poll::Ready(()) => {
                    let error = QueryError::timeout(self.timeout);
                    self.end(Some(error))
                }
                Poll::Pending => Poll::Pending,
            },
        }
    }
}
