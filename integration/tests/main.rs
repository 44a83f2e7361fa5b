//! Tests of the real program: `kill -9`, a real S3 server, real SDK clients, every capture, every position.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod away;
mod clients;
mod crash;
mod positions;
mod redaction;
mod refusal;
