//! Lists of words that texts are compared with, as tables that answer at once.

pub(super) mod literals;
pub(super) mod memo;
pub(super) mod suffixes;
pub(super) mod wordmap;
