//! What every crate of custos agrees on: the tables (the SQL contract), the batch that
//! travels from the wire to the lake, the traits of the components, and the limits.
//!
//! | module | what |
//! |---|---|
//! | [`schema`] | tables, columns, and how each column is redacted and stored |
//! | [`batch`] | a [`batch::Group`]: what one group commit makes durable |
//! | [`component`] | the traits: redactor, observer, lake |
//! | [`fault`] | places where a crash test may kill the process |
//! | [`keyed_hash`] | hashes by which texts seen before are known |
//! | [`ingest`] | what a receiver hands to the pipeline, and its answers |
//! | [`limits`] | limits that crates share, defaults of those that can be set |
//! | [`with_causes()`] | errors with their causes, as people read them |
//!
//! No I/O happens here.

pub mod batch;
mod causes;
pub mod component;
pub mod fault;
pub mod ingest;
pub mod keyed_hash;
pub mod limits;
pub mod schema;

pub use causes::with_causes;
