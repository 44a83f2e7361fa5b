//! Where matches of a rule can be looked for: a literal that every match holds, or the bytes one may begin with.

use std::ops::Range;

use regex_syntax::hir::{Class, Hir, HirKind, literal::ExtractKind, literal::Extractor};

/// Shortest literal that is searched for, bytes.
pub(super) const MIN_LITERAL: usize = 3;
/// Most literals of one rule.
const MAX_LITERALS: usize = 64;
/// Farthest that a required literal may be from the start of a match, bytes.
const MAX_BEFORE: usize = 256;
/// Kinds of byte that a match of a rule without a literal may begin with.
const MAX_FIRST: usize = 48;

/// Where a match may be.
#[derive(Clone, Debug)]
pub(super) enum Anchor {
    /// Around one of these literals: a match begins at most so many bytes before it.
    Literals { literals: Vec<Vec<u8>>, before: usize },
    /// At the beginning of a word that begins with one of these bytes.
    First(Box<[bool; 256]>),
    /// Anywhere.
    Slow,
}

/// Where matches of an expression can be looked for.
pub(super) fn anchor(hir: &Hir, whole_word: bool) -> Result<Anchor, String> {
    if let Some((literals, before)) = required(hir) {
        return Ok(Anchor::Literals { literals, before });
    }
    let mut first = Box::new([false; 256]);
    first_bytes(hir, &mut first);
    let count = first.iter().filter(|b| **b).count();
    let selective = count <= MAX_FIRST && !(b'a'..=b'z').any(|b| first.get(usize::from(b)) == Some(&true));
    if !selective {
        return Err(format!(
            "has no literal of {MIN_LITERAL} letters that every match holds, and begins with too many kinds of character to look for; put in a literal, begin with digits or capitals, or set slow = true"
        ));
    }
    if !whole_word {
        return Err(format!(
            "has no literal of {MIN_LITERAL} letters that every match holds; put one in, or set whole_word = true"
        ));
    }
    Ok(Anchor::First(first))
}

/// Literals of which every match holds one, and how far before one a match may begin.
fn required(hir: &Hir) -> Option<(Vec<Vec<u8>>, usize)> {
    if let Some(literals) = prefixes(hir) {
        return Some((literals, 0));
    }
    match hir.kind() {
        HirKind::Capture(capture) => required(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => required(&repetition.sub),
        HirKind::Concat(parts) => {
            let mut before = 0usize;
            for (i, part) in parts.iter().enumerate() {
                let rest = Hir::concat(parts.get(i..).unwrap_or_default().to_vec());
                let found = prefixes(&rest).map(|literals| (literals, 0)).or_else(|| required(part));
                if let Some((literals, inside)) = found {
                    return Some((literals, before + inside)).filter(|(_, before)| *before <= MAX_BEFORE);
                }
                before = before.checked_add(part.properties().maximum_len()?)?;
            }
            None
        }
        _ => None,
    }
}

fn prefixes(hir: &Hir) -> Option<Vec<Vec<u8>>> {
    let mut literals = Extractor::new().kind(ExtractKind::Prefix).extract(hir);
    // What all begin with says as much, and is one.
    if let Some(common) = literals.longest_common_prefix().filter(|p| p.len() >= MIN_LITERAL) {
        return Some(vec![common.to_vec()]);
    }
    literals.optimize_for_prefix_by_preference();
    let found: Vec<Vec<u8>> = literals.literals()?.iter().map(|l| l.as_bytes().to_vec()).collect();
    let good = !found.is_empty() && found.len() <= MAX_LITERALS && found.iter().all(|l| l.len() >= MIN_LITERAL);
    good.then_some(found)
}

/// Marks the bytes with which a match may begin; returns whether the expression may match nothing.
fn first_bytes(hir: &Hir, first: &mut [bool; 256]) -> bool {
    let mut mark = |range: Range<usize>| first.iter_mut().take(range.end).skip(range.start).for_each(|b| *b = true);
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => true,
        HirKind::Literal(literal) => literal.0.first().is_some_and(|b| {
            mark(usize::from(*b)..usize::from(*b) + 1);
            false
        }),
        HirKind::Class(Class::Bytes(class)) => {
            class.iter().for_each(|r| mark(usize::from(r.start())..usize::from(r.end()) + 1));
            false
        }
        HirKind::Class(Class::Unicode(class)) => {
            let ascii = class.iter().all(|r| r.end().is_ascii());
            if !ascii {
                mark(0..256);
            }
            class.iter().filter(|_| ascii).for_each(|r| mark(r.start() as usize..r.end() as usize + 1));
            false
        }
        HirKind::Repetition(repetition) => first_bytes(&repetition.sub, first) || repetition.min == 0,
        HirKind::Capture(capture) => first_bytes(&capture.sub, first),
        HirKind::Concat(parts) => parts.iter().all(|part| first_bytes(part, first)),
        HirKind::Alternation(parts) => parts.iter().fold(false, |empty, part| first_bytes(part, first) | empty),
    }
}
