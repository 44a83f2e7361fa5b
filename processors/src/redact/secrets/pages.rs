//! What validators and pages say of a value in the same object: the path to what was rejected, the field that was typed
//! into; and a name behind its value.

use super::{members::NEAR, siblings::names};
use crate::redact::{
    bytes::{part, word},
    context::{Context, classify},
    json::object::{self, Before, Piece},
    people::selected,
    types::mark_at,
};

/// Names of members that hold what a validator was given.
pub(super) const REJECTED: [&[u8]; 2] = [b"input", b"received"];

/// What a label says; the mark of what was removed there says nothing.
fn says(label: &[u8]) -> Context {
    let label = std::str::from_utf8(label).ok().filter(|label| !label.contains('['));
    label.map(classify).unwrap_or_default()
}

/// What the path to a rejected value says of it, in the member whose key begins at `start`:
/// `"loc":["body","phone"],"msg":"…","input":"…"` of Pydantic, `"path":["phone"]` of Zod.
pub(super) fn located(t: &[u8], start: usize) -> Context {
    let mut before = Before::new(t, start - 1, 2 * NEAR);
    while let Some(piece) = before.next() {
        match piece {
            Piece::Member(b"loc" | b"path", b"") => {
                let list = part(t, before.reached(), start);
                let list = part(list, 0, memchr::memchr(b']', list).unwrap_or(0));
                let last = list.rsplit(|b| *b == b'"').nth(1).unwrap_or_default();
                return says(last);
            }
            Piece::Member(..) => {}
            Piece::Open(_) => break,
        }
    }
    Context::default()
}

/// What the field of a page says of what is typed into it, in the member whose key begins at `start`:
/// `"element":"Full name field","ref":"e12","text":"…"`, `"name":"Full name","type":"textbox","value":"…"`.
pub(super) fn typed_into(t: &[u8], start: usize) -> Context {
    const FIELDS: [&[u8]; 3] = [b"element", b"label", b"placeholder"];
    let (mut label, mut page) = (None, false);
    for piece in Before::new(t, start - 1, NEAR) {
        match piece {
            // A mark names nothing: what was there did not either.
            Piece::Member(_, value) if mark_at(value, 0).is_some() => {}
            Piece::Member(key, value) if FIELDS.contains(&key) => (label, page) = (Some(value), true),
            Piece::Member(b"selector" | b"locator", value) => (label, page) = (Some(selected(value)), true),
            Piece::Member(b"name", value) => label = label.or(Some(value)),
            Piece::Member(b"ref", _) | Piece::Member(b"type", b"textbox" | b"combobox") => page = true,
            Piece::Member(..) => {}
            Piece::Open(_) => break,
        }
    }
    let label = label.filter(|label| page && label.len() <= 48).unwrap_or_default();
    let kinds = [&b" field"[..], b" textbox", b" input", b" box"];
    let label = kinds.iter().find_map(|kind| label.strip_suffix(*kind)).unwrap_or(label);
    let says = says(label);
    if says.exact().is_empty() && !says.has(Context::MAY_BE_SECRET) { Context::default() } else { says }
}

/// What the member behind the string at `i`, whose own is a `value`, says of it: `"value":"x","name":"DB_PASSWORD"`.
pub(super) fn named_behind(t: &[u8], i: usize) -> Option<Context> {
    let (key, label) = object::next_member(t, i)?;
    let named = names(key) || key == b"label";
    let fine =
        named && label.len() <= 64 && label.iter().all(|b| word(*b) || matches!(b, b' ' | b'-' | b'.') || *b >= 0x80);
    let says = fine.then(|| std::str::from_utf8(label).map(classify).ok()).flatten()?;
    (says.has(Context::SECRET) || says.names_numbers()).then_some(says)
}
