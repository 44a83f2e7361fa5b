//! pipeline

pub mod receivers;
