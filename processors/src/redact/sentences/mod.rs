//! What people say in sentences and transcripts: answers to a question before, what they tell of themselves in small letters, numbers
//! that they say in words.

pub(super) mod asked;
pub(super) mod mine;
pub(super) mod spoken;
