//! Agent and conversation of a span that names none: those of its nearest ancestor in the same request that does.

use std::sync::Arc;

use ahash::AHashMap;

use crate::otlp::wire::Span;

/// One span's place in its trace, and what it says itself.
struct Member<'v> {
    parent: (&'v [u8], &'v [u8]),
    agent: Option<Arc<str>>,
    conversation: Option<Arc<str>>,
}

/// The spans of one request.
#[derive(Default)]
pub(super) struct Family<'v> {
    members: Vec<Member<'v>>,
    by_id: AHashMap<(&'v [u8], &'v [u8]), usize>,
    /// The last agent and conversation seen: mostly those of the next span.
    agent: Option<Arc<str>>,
    conversation: Option<Arc<str>>,
}

/// Ancestors looked at.
const MAX_GENERATIONS: usize = 128;

impl<'v> Family<'v> {
    /// Adds a span with what it says of itself.
    pub(super) fn add(&mut self, span: &Span<'v>, agent: Option<&str>, conversation: Option<&str>) {
        self.by_id.entry((span.trace_id, span.span_id)).or_insert(self.members.len());
        self.members.push(Member {
            parent: (span.trace_id, span.parent_span_id),
            agent: shared(&mut self.agent, agent),
            conversation: shared(&mut self.conversation, conversation),
        });
    }

    /// Agent and conversation of each span, in the order they were added.
    pub(super) fn resolved(&self) -> impl Iterator<Item = (Option<&str>, Option<&str>)> {
        self.members.iter().map(|member| {
            (self.nearest(member, |m| m.agent.as_deref()), self.nearest(member, |m| m.conversation.as_deref()))
        })
    }

    fn nearest<'s>(&'s self, from: &'s Member<'v>, get: impl Fn(&'s Member<'v>) -> Option<&'s str>) -> Option<&'s str> {
        let mut member = from;
        for _ in 0..MAX_GENERATIONS {
            if let Some(found) = get(member) {
                return Some(found);
            }
            member = self.by_id.get(&member.parent).and_then(|at| self.members.get(*at))?;
        }
        None
    }
}

fn shared(last: &mut Option<Arc<str>>, text: Option<&str>) -> Option<Arc<str>> {
    let text = text?;
    if last.as_deref() != Some(text) {
        *last = Some(Arc::from(text));
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
        family.add(&span(&[1], &[]), Some("outer"), Some("c"));
        family.add(&span(&[3], &[2]), None, None);
        family.add(&span(&[2], &[1]), Some("inner"), None);
        family.add(&span(&[8], &[9]), None, None);
        family.add(&span(&[9], &[8]), None, None);
        let got: Vec<_> = family.resolved().collect();
        assert_eq!(got[1], (Some("inner"), Some("c")));
        assert_eq!(got[2], (Some("inner"), Some("c")));
        assert_eq!(got[3], (None, None));
    }
}
