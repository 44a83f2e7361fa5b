//! Agent, conversation and user of a span that names none: those of its nearest ancestor in the same request that does,
//! if they are no longer than names are; and so the model of a call of Codex.

use std::ops::Range;

use ahash::AHashMap;

use crate::{decode::parent_of, otlp::wire::Span};

/// One span's place in its trace, and what it says itself.
struct Member<'v> {
    parent: (&'v [u8], &'v [u8]),
    said: Kin<Range<usize>>,
}

/// What a span has from its nearest ancestor that says it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Kin<T> {
    pub(super) agent: Option<T>,
    pub(super) conversation: Option<T>,
    pub(super) user: Option<T>,
    pub(super) model: Option<T>,
}

/// The spans of one request.
#[derive(Default)]
pub(super) struct Family<'v> {
    members: Vec<Member<'v>>,
    by_id: AHashMap<(&'v [u8], &'v [u8]), usize>,
    /// What is said, one behind the other.
    texts: String,
    /// The last seen: mostly those of the next span.
    last: Kin<Range<usize>>,
}

/// Longest text that spans have from an ancestor, bytes. It is looked at again for each of them, of which a request may
/// have a million.
const MAX_INHERITED: usize = 1 << 10;
/// Ancestors looked at.
const MAX_GENERATIONS: usize = 128;

impl<'v> Family<'v> {
    /// With room for so many spans.
    pub(super) fn with_capacity(spans: usize) -> Self {
        Self { members: Vec::with_capacity(spans), by_id: AHashMap::with_capacity(spans), ..Self::default() }
    }

    /// Adds a span with what it says of itself.
    pub(super) fn add(&mut self, span: &Span<'v>, says: Kin<&str>) {
        self.by_id.entry((span.trace_id, span.span_id)).or_insert(self.members.len());
        let Self { texts, last, .. } = self;
        let said = Kin {
            agent: place(texts, &mut last.agent, says.agent),
            conversation: place(texts, &mut last.conversation, says.conversation),
            user: place(texts, &mut last.user, says.user),
            model: place(texts, &mut last.model, says.model),
        };
        self.members.push(Member { parent: (span.trace_id, parent_of(span)), said });
    }

    /// What each span has, in the order they were added.
    pub(super) fn resolved(&self) -> impl Iterator<Item = Kin<&str>> {
        self.members.iter().map(|member| self.nearest(member))
    }

    fn nearest<'s>(&'s self, from: &'s Member<'v>) -> Kin<&'s str> {
        let (mut member, mut kin) = (from, Kin::default());
        for _ in 0..MAX_GENERATIONS {
            let text = |said: &Option<Range<usize>>| self.texts.get(said.clone()?);
            kin.agent = kin.agent.or_else(|| text(&member.said.agent));
            kin.conversation = kin.conversation.or_else(|| text(&member.said.conversation));
            kin.user = kin.user.or_else(|| text(&member.said.user));
            kin.model = kin.model.or_else(|| text(&member.said.model));
            if matches!(kin, Kin { agent: Some(_), conversation: Some(_), user: Some(_), model: Some(_) }) {
                break;
            }
            match self.by_id.get(&member.parent).and_then(|at| self.members.get(*at)) {
                Some(parent) => member = parent,
                None => break,
            }
        }
        kin
    }
}

/// Where a text stands among the texts, if it can be inherited; it is added unless it was the last of its kind.
fn place(texts: &mut String, last: &mut Option<Range<usize>>, text: Option<&str>) -> Option<Range<usize>> {
    let text = text.filter(|text| text.len() <= MAX_INHERITED)?;
    if last.clone().and_then(|at| texts.get(at)) != Some(text) {
        let start = texts.len();
        texts.push_str(text);
        *last = Some(start..texts.len());
    }
    last.clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span<'v>(id: &'v [u8], parent: &'v [u8]) -> Span<'v> {
        Span { trace_id: &[1; 16], span_id: id, parent_span_id: parent, ..Span::default() }
    }

    #[test]
    fn the_nearest_ancestor_wins_and_circles_end() {
        let mut family = Family::default();
        let says = |agent, conversation, user| Kin { agent, conversation, user, model: None };
        family.add(&span(&[1; 8], &[]), says(Some("outer"), Some("c"), Some("u")));
        family.add(&span(&[3; 8], &[2; 8]), Kin::default());
        family.add(&span(&[2; 8], &[1; 8]), says(Some("inner"), None, None));
        family.add(&span(&[8; 8], &[9; 8]), Kin::default());
        family.add(&span(&[9; 8], &[8; 8]), Kin::default());
        let got: Vec<_> = family.resolved().collect();
        assert_eq!(got[1], says(Some("inner"), Some("c"), Some("u")));
        assert_eq!(got[2], says(Some("inner"), Some("c"), Some("u")));
        assert_eq!(got[3], Kin::default());
    }

    #[test]
    fn what_is_longer_than_a_name_is_not_inherited() {
        let (name, long) = ("n".repeat(MAX_INHERITED), "n".repeat(MAX_INHERITED + 1));
        let mut family = Family::default();
        let says = |agent, conversation| Kin { agent, conversation, user: None, model: None };
        family.add(&span(&[1; 8], &[]), says(Some(&*name), Some(&*long)));
        family.add(&span(&[2; 8], &[1; 8]), Kin::default());
        let got: Vec<_> = family.resolved().collect();
        assert_eq!(got[1], says(Some(&*name), None));
    }
}
