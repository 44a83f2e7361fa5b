//! The processors: synchronous, no I/O, one folder each.
//!
//! | module | what |
//! |---|---|
//! | [`redact`] | removes personal data and secrets before anything is written |

pub mod redact;
