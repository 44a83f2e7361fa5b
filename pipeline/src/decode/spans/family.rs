//! Agent and conversation of a span that names none: those of its nearest ancestor in the same request that does.

use ahash::AHashMap;

use crate::otlp::wire::Span;

/// One span's place in its trace, and what it says itself.
struct Member<'v> {
    parent: (&'v [u8], &'v [u8]),
    agent: Option<String>,
    conversation: Option<String>,
}

/// The spans of one request.
#[derive(Default)]
pub(super) struct Family<'v> {
    members: Vec<Member<'v>>,
    by_id: AHashMap<(&'v [u8], &'v [u8]), usize>,
}

/// Ancestors looked at.
const MAX_GENERATIONS: usize = 128;

impl<'v> Family<'v> {
    pub(super) fn add(&mut self, span: &Span<'v>, agent: Option<&str>, conversation: Option<&str>) {
        self.by_id.entry((span.trace_id, span.span_id)).or_insert(self.members.len());
        self.members.push(Member {
            parent: (span.trace_id, span.parent_span_id),
            agent: agent.map(str::to_owned),
            conversation: conversation.map(str::to_owned),
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
