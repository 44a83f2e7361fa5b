//! From OTLP on the wire to durable, ordered, redacted Arrow batches.
//!
//! | module | what |
//! |---|---|
//! | [`receivers`] | OTLP over HTTP and gRPC |
//! | [`otlp`] | OTLP as bytes: protobuf views, JSON |
//! | [`decode`] | requests to rows |

pub mod decode;
pub mod otlp;
pub mod receivers;
