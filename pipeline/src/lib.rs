//! From OTLP on the wire to durable, ordered, redacted Arrow batches, and on to the lake.
//!
//! | module | what |
//! |---|---|
//! | [`receivers`] | OTLP over HTTP and gRPC |
//! | [`otlp`] | OTLP as bytes: protobuf views, JSON |
//! | [`decode`] | requests to rows |
//! | `ingest` | shards: group commit of what was received |
//! | [`wal`] | the write-ahead log |
//! | `chain` | from the log through the observers to the lake |
//! | `pipeline` | [`Pipeline`]: recovery, threads, status, shutdown |
//! | `metrics` | metrics of ingest, log and chain |
//! | `reading` | [`Reading`]: a connection whose client has to read its answers |
//! | `scheduling` | who goes first when threads want the same core |
//! | `seldom` | [`Seldom`]: lines of the program's log that may come again and again |

pub mod decode;
pub mod otlp;
pub mod receivers;
pub mod wal;

mod chain;
mod ingest;
mod metrics;
mod pipeline;
mod reading;
mod scheduling;
mod seldom;
#[cfg(test)]
mod testing;

pub use pipeline::{Intake, Pipeline, PipelineConfig, PipelineError, Status, Watch};
pub use reading::Reading;
pub use seldom::Seldom;
