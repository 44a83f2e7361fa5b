//! Tests of the ledger, on stores that fail and lie.

mod commit;
mod format;
mod replay;
mod stores;
mod support;
mod verifying;
