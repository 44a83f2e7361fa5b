//! The OTLP receivers: bytes from the network become [`custos_model::ingest::Request`]s.
//!
//! ```text
//!             limits of time and connections          limits of size and memory
//!  TCP ── server ── HTTP/1.1 or HTTP/2 ── http/ ──┬── gather ── unpack ── JSON->protobuf ──> Ingest::submit
//!                                  └──── grpc/ ──┘                                     <── Accepted | Refusal
//! ```
//!
//! A success answer is sent after [`Ingest::submit`](custos_model::ingest::Ingest::submit) returned, which means redacted and on disk.
//! Bodies are not decoded here; the path from the socket to `submit` copies a body at most once.
//!
//! | file | what |
//! |---|---|
//! | `http/` | OTLP/HTTP: paths, content types, CORS, answers |
//! | `grpc/` | OTLP/gRPC: framing, status trailers |
//! | `server.rs`, `io.rs`, `body.rs` | connections: accept, limits, time-outs, drain, a close that lets the answer through |
//! | `config.rs`, `intake.rs` | what both are told, and what both do with a body |
//! | `gather.rs`, `unpack.rs`, `budget.rs` | body frames, decompression, memory limit |
//! | `reject.rs`, `status.rs`, `reply.rs` | errors and how they are said |
//! | `auth.rs` | the seam for credentials |
//! | `metrics.rs` | metrics of the receivers |
//!
//! gRPC is served without tonic: its decoder copies every message once more, reserves what a client announces,
//! decompresses on the network thread and answers `OUT_OF_RANGE` for a message that is too large. The framing of a
//! unary call is a prefix of five bytes.

mod auth;
mod body;
mod budget;
mod config;
mod gather;
mod grpc;
mod http;
mod intake;
mod io;
mod metrics;
mod reject;
mod reply;
mod server;
mod status;
#[cfg(test)]
mod tests;
mod unpack;

pub use auth::{AuthError, Authenticate};
pub use budget::Budget;
pub use config::ReceiverConfig;
pub use grpc::serve_grpc;
pub use http::{Cors, HttpConfig, Paths, serve_http};

/// Port that clients expect OTLP/gRPC on.
pub const GRPC_PORT: u16 = 4317;
/// Port that clients expect OTLP/HTTP on.
pub const HTTP_PORT: u16 = 4318;
