//! People: names, addresses, dates of birth and what else describes a person, where a key, a field word, a title or an e-mail
//! address beside it says so. Names in free text are not looked for.

mod fields;
mod keys;
mod labels;
mod name_words;
mod names;
mod roles;
mod scripts;
mod streets;
mod unmarked;
mod words;

pub(super) use self::{
    fields::field,
    keys::{beside_contacts, classify, human_name, human_name_of_attributes, person_beside, whole},
    names::{TITLES, answered, before_birth, beside_email, literal},
    roles::option,
    streets::{KINDS, OTHER_KINDS},
    unmarked::{INTRODUCED, INTRODUCTIONS, LABELS},
};
