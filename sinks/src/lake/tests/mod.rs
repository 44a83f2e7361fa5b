//! Tests of the lake.

mod committing;
mod encoding;
mod sample;
