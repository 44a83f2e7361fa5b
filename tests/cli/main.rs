//! The real program, as its users meet it: a file a command.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod check;
mod demo;
mod help;
mod http;
mod query;
mod redact;
mod reveal;
mod run;
mod send;
mod support;
mod verify;
