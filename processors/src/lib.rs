//! The processors: synchronous, no I/O, one folder each.
//!
//! | module | what |
//! |---|---|
//! | [`redact`] | removes personal data and secrets before anything is written |
//! | [`usage`] | minute rollups of spans, errors, tokens and cost |

pub mod redact;
pub mod usage;
