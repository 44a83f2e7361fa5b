//! OTLP as bytes: reading protobuf without copying, JSON in and out.
//!
//! | file | what |
//! |---|---|
//! | [`wire`] | views of the export requests over their protobuf bytes |
//! | `reader.rs` | protobuf primitives: varints, lengths, positions of errors |
//! | [`json`] | OTLP/JSON to protobuf, and back |
//! | `lexer.rs` | JSON tokens |
//! | [`value`] | `AnyValue` to and from the JSON of the tail columns |

pub mod json;
mod lexer;
mod reader;
pub mod value;
pub mod wire;

pub(crate) use lexer::plain_len;
pub use reader::WireError;

#[cfg(test)]
mod tests;
