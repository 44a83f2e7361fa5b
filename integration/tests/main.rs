//! Tests of the real program: `kill -9`, a real S3 server, real SDK clients, every capture.

mod clients;
mod crash;
mod redaction;
