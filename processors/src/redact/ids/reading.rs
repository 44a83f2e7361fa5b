//! One reading of a place by the layout of a type: its characters, and whether check digits, words and what stands
//! around make it one.

use super::{Rule, Spec, layouts::Layout};
use crate::redact::{
    bytes::{alnum, at, back, digit, part, word},
    context::Context,
    hints::{self, Found, Hints},
    numbers::phones,
    scan::Hit,
    types::Type,
};

/// Most characters of an identifier in a table.
pub(super) const MAX_CHARS: usize = 24;

/// Characters of an identifier in capitals, separators left out.
pub(super) struct Chars {
    text: [u8; MAX_CHARS],
    pub(super) len: usize,
    pub(super) lower: bool,
}

impl Chars {
    pub(super) fn new() -> Self {
        Self { text: [0; MAX_CHARS], len: 0, lower: false }
    }

    pub(super) fn push(&mut self, b: u8) {
        if let Some(slot) = self.text.get_mut(self.len) {
            *slot = b.to_ascii_uppercase();
            self.len += 1;
            self.lower |= b.is_ascii_lowercase();
        }
    }

    pub(super) fn get(&self) -> &[u8] {
        part(&self.text, 0, self.len)
    }
}

pub(super) fn of_class(class: u8, b: u8) -> Option<bool> {
    Some(match class {
        b'9' => digit(b),
        b'A' => b.is_ascii_alphabetic(),
        b'X' => alnum(b),
        _ => return None,
    })
}

/// Reads a layout that starts at `i`; gives the characters and the end.
pub(super) fn read(t: &[u8], i: usize, layout: &[u8]) -> Option<(Chars, usize)> {
    let mut chars = Chars::new();
    let mut separator = 0;
    for (k, class) in layout.iter().enumerate() {
        let b = at(t, i + k);
        match of_class(*class, b) {
            Some(true) => chars.push(b),
            Some(false) => return None,
            None if *class == b'_' => {
                if separator == 0 && matches!(b, b' ' | b'-' | b'.') {
                    separator = b;
                }
                if b != separator || b == 0 {
                    return None;
                }
            }
            None if b == *class => {}
            None => return None,
        }
    }
    Some((chars, i + layout.len()))
}

/// Whether the characters from `from` to `to` stand apart from what is around them. `bare`: they are digits and nothing
/// else, which may have decimals.
pub(super) fn apart(t: &[u8], from: usize, to: usize, bare: bool) -> bool {
    let (b1, b2) = (back(t, from, 1), back(t, from, 2));
    let before = word(b1)
        || b1 == b'.' && alnum(b2)
        || b1 == b',' && bare && alnum(b2)
        || b1 == b'+'
        || matches!(b1, b'-' | b'/') && alnum(b2)
        || b1 == b':' && (digit(b2) || b2 == b':')
        || matches!(b1, b'$' | b'%')
        || (0xC3..0xE2).contains(&b1);
    let (a1, a2) = (at(t, to), at(t, to + 1));
    let after = word(a1)
        || (matches!(a1, b'.' | b':') || a1 == b',' && bare) && digit(a2)
        || matches!(a1, b'-' | b'+' | b'/') && alnum(a2);
    !before && !after
}

/// Whether the characters from `from` to `to` are all between two slashes, or behind the last:
/// `/people/RSSMRA85T10A562S/orders`.
fn of_path(t: &[u8], from: usize, to: usize) -> bool {
    let end = at(t, to);
    back(t, from, 1) == b'/' && !(word(end) || matches!(end, b'-' | b'+' | b'.' | b'='))
}

/// Best reading so far: its score and its hit.
pub(super) type Best = Option<(u32, Hit)>;

/// The place, and what is said about it, read when first asked for.
pub(super) struct Place<'a> {
    pub(super) t: &'a [u8],
    pub(super) p: usize,
    pub(super) letters: usize,
    pub(super) context: Context,
    found: Option<Found>,
    may: Option<Hints>,
}

impl<'a> Place<'a> {
    pub(super) fn new(t: &'a [u8], p: usize, letters: usize, context: Context) -> Self {
        Self { t, p, letters, context, found: None, may: None }
    }

    /// What the words before and the key may name, which costs less than what they say.
    pub(super) fn may(&mut self) -> Hints {
        *self.may.get_or_insert_with(|| {
            let key = self.context.hints().or(self.context.exact());
            key.or(hints::may_name(self.t, self.p - self.letters))
        })
    }

    pub(super) fn found(&mut self) -> Found {
        *self.found.get_or_insert_with(|| {
            let start = self.p - self.letters;
            hints::before(self.t, start).with_key(self.context.hints(), self.context.exact())
        })
    }

    /// Whether a word or key, or a country code before, says that a number is a telephone number, and nothing says that
    /// it is of this type.
    fn is_of_phone(&mut self, kind: Type, from: usize) -> bool {
        let found = self.found();
        let told = found.last.has(Type::Phone) || self.context.exact().has(Type::Phone);
        !found.near.has(kind) && (told || phones::behind_country(self.t, from))
    }

    /// Decides about one reading of the text.
    pub(super) fn judge(
        &mut self,
        spec: &Spec,
        chars: &Chars,
        from: usize,
        to: usize,
        layout: &Layout,
        best: &mut Best,
    ) {
        let bare = !layout.grouped && !layout.letters;
        let strong = !bare && chars.len > 10 && matches!(spec.rule, Rule::Alone | Rule::Grouped);
        let apart = apart(self.t, from, to, bare);
        if !(apart || strong && of_path(self.t, from, to)) {
            return;
        }
        // Figures of a table have blanks between as well.
        let t = self.t;
        if layout.grouped && !layout.letters && part(t, from, to).contains(&b' ') {
            let spaced_on =
                back(t, from, 1) == b' ' && digit(back(t, from, 2)) || at(t, to) == b' ' && digit(at(t, to + 1));
            if spaced_on && (inside(t, from) || !self.found().exact.has(spec.kind)) {
                return;
            }
        }
        let valid = (spec.check)(chars.get());
        // A telephone number has check digits by chance.
        if !layout.letters && chars.len <= 12 && self.is_of_phone(spec.kind, from) {
            return;
        }
        let proof = match spec.rule {
            Rule::Alone => valid && (layout.grouped || !chars.lower),
            Rule::Grouped => valid && layout.grouped,
            // Accounts have any form.
            Rule::Whole | Rule::Lone => {
                let whole = valid && !bare && !chars.lower && self.t.trim_ascii().len() == to - from;
                let keyed = spec.rule == Rule::Lone && self.context.has(Context::KEYED);
                whole && !keyed && !self.context.exact().has(Type::BankAccount)
            }
            _ => false,
        };
        if !(valid || spec.malformed && apart) {
            return;
        }
        let found = self.found();
        let named = found.near.has(spec.kind);
        let exact = found.exact.has(spec.kind);
        let said = match spec.rule {
            Rule::Exact => valid && exact,
            _ if !valid => exact,
            Rule::Named => named,
            _ => found.far.has(spec.kind),
        };
        // `SA ID`
        let negative = found.negative && !found.nation.has(spec.kind);
        let denied = negative || self.context.has(Context::ID) && self.context.hints().is_empty();
        // Other things are numbered in any form.
        let goods = found.goods || self.context.of_goods(t.len(), to - from);
        let believed = if proof && !(bare && denied || goods && !named) {
            true
        } else if denied && !exact {
            false
        } else {
            said || valid && spec.rule != Rule::Exact && hints::after(self.t, to).has(spec.kind)
        };
        if believed {
            let checked = !matches!(spec.rule, Rule::Named | Rule::Exact);
            let proven = valid && checked;
            // A check digit tells more than a word for numbers of any state.
            let score = u32::from(exact && !GENERAL.contains(&spec.kind)) * 16
                + u32::from(proven) * 8
                + u32::from(named) * 4
                + u32::from(valid && spec.rule != Rule::Exact) * 2
                + u32::from(spec.rule != Rule::Exact);
            let better = best.is_none_or(|(s, hit)| {
                // Of two readings that are proven alike the longer leaves nothing behind.
                let same = hit.kind == spec.kind && proven == (s & 8 != 0) && hit.start == from && hit.end != to;
                if same { to > hit.end } else { score > s }
            });
            if better {
                *best = Some((score, Hit::new(from, to, spec.kind)));
            }
        }
    }
}

/// Whether `from` is behind other groups of digits.
pub(super) fn inside(t: &[u8], from: usize) -> bool {
    back(t, from, 1) == b' ' && digit(back(t, from, 2))
}

/// Types that have no form of their own: any groups will do.
pub(super) const GENERAL: &[Type] = &[Type::NationalId, Type::TaxId];
