//! What people say in sentences and transcripts: answers to a question before (`asked`), what they tell of themselves
//! in small letters (`mine`), numbers in words (`spoken`). Who introduces themselves is found by
//! `people::introductions`.

pub(super) mod asked;
pub(super) mod mine;
pub(super) mod spoken;
