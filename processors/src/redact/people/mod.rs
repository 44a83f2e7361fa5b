//! People: names, addresses, dates of birth and what else describes a person, where a key, a field word, a title or an
//! e-mail address beside it says so. Names in free text (`free_text`) are looked for only where an operator wants it;
//! the lists also tell which e-mail addresses are made of a name.
//!
//! | file | what |
//! |---|---|
//! | `own_names` | names told by how they end or begin, in Cyrillic, Japanese and Chinese |
//! | `names`, `name_words` | what a name looks like, behind titles and greetings; words in names |
//! | `introductions` | who introduces themselves: all words, and how they may be written |
//! | `small_roles`, `kin`, `roles`, `speakers`, `signed`, `forwarded`, `dashed` | names behind a role, in transcripts, below letters, in heads of mails, behind a dash |
//! | `beside_email`, `mailed` | names that an e-mail address is made of |
//! | `fields`, `field_values`, `labels`, `edges`, `celled`, `coded` | fields of forms and cells of tables |
//! | `described` | nationality, religion, politics, pay, employer, as fields and as keys |
//! | `keys`, `members`, `words`, `nobody`, `called` | keys of documents, and what the members beside say |
//! | `quoted` | names in quotes that another text names |
//! | `addressed` | given names of who is addressed or signs |
//! | `streets`, `postal`, `lives`, `located`, `blocks`, `address_lines`, `coordinates` | addresses and places |
//! | `unmarked` | number plates, codes of banks and cards behind a label without a separator |
//! | `scripts` | scripts without capitals or blanks |
//! | `beside_fields` | the other fields near a value |

mod address_lines;
mod addressed;
mod beside_email;
mod beside_fields;
mod blocks;
mod born_abroad;
mod called;
mod celled;
mod coded;
mod coordinates;
mod dashed;
mod described;
mod edges;
mod field_values;
mod fields;
mod forwarded;
pub(super) mod free_text;
mod introductions;
mod keys;
mod kin;
mod labels;
mod lives;
mod located;
mod mailed;
mod members;
mod name_words;
mod names;
mod nobody;
mod own_names;
mod postal;
mod quoted;
mod roles;
mod scripts;
mod signed;
mod small_roles;
mod speakers;
mod streets;
mod unmarked;
mod words;

pub(super) use self::{
    addressed::{addressed, given},
    beside_email::beside_email,
    called::with_calls,
    celled::{FORMS, LABELS as CELLED, line},
    dashed::DASHED,
    fields::field,
    introductions::{
        BEYOND_ASCII, CALLED_WORDS, GREETINGS, INTRODUCTIONS, INTRODUCTIONS_OPENING, PRESENTATIONS,
        PRESENTATIONS_OPENING, begins_small,
    },
    keys::{classify, person_beside, whole},
    labels::WHO,
    located::LOCATED_WORDS,
    members::{
        beside_card, beside_contacts, human_name, human_name_of_attributes, of_code, of_openapi, of_organization,
    },
    names::{TITLES, answered, before_birth, literal, part_of_name},
    nobody::without_counts,
    postal::{may_be_code, verify as postal_code},
    quoted::{may_be_told, selected},
    roles::{HEADS, of_firm, option},
    signed::{CLOSED, CLOSINGS, before_numbers},
    small_roles::may_be_role,
    speakers::speaker,
    streets::{BOXES, KINDS, OTHER_KINDS},
    unmarked::{LABELS, may_be_plated},
};
