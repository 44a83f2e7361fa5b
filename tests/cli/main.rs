//! The real program, as its users meet it: a file a command.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod away;
mod check;
mod demo;
mod hangup;
mod help;
mod http;
mod query;
mod redact;
mod reveal;
mod run;
mod send;
mod support;
mod verify;
