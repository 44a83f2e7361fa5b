//! The lake: Parquet files in object storage, made visible by one ledger entry a commit.
//!
//! | module | what |
//! |---|---|
//! | `config` | [`LakeConfig`] |
//! | `properties` | how each column of each table is written |
//! | `encoder` | batches into files, in memory, split by tenant and day |
//! | `row_group` | the columns of an open row group |
//! | `texts` | text columns: plain, or with one dictionary a row group |
//! | `pages` | pages of text columns: levels, keys, compression |
//! | `pieces` | a file in memory |
//! | `upload` | files into the bucket |
//! | `commit` | [`ParquetLake`]: uploads, then the entry |
//!
//! ```text
//! batches --encoder--> Parquet in memory --upload--> tables/... --then--> ledger/entries/<seq>
//! ```
//! A crash between the two leaves files that no entry names: never read, told by `verify` as orphans.

mod commit;
mod config;
mod encoder;
mod pages;
mod pieces;
mod properties;
mod row_group;
mod texts;
mod upload;

#[cfg(test)]
mod tests;

pub use commit::ParquetLake;
pub use config::{Codec, LakeConfig};
pub use encoder::ParquetEncoder;
