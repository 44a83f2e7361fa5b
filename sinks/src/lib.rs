//! Where data goes when it leaves the chain.
//!
//! | module | what |
//! |---|---|
//! | [`lake`] | Parquet files and the ledger commit: [`lake::ParquetLake`] |
//! | `metrics` | the metrics of this crate |
//!
//! Places that are kept: `alerts/` (pagerduty, alertmanager, webhook) and `kafka/`, one folder each.

pub mod lake;

mod metrics;
