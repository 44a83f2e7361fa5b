//! What the integration tests and the end-to-end bench share: the real program in a directory of its own, and a small
//! HTTP client.

pub mod collector;
pub mod http;
pub mod proxy;
pub mod stores;

pub use collector::Collector;
