//! The spans of a batch, by what is around them.

use ahash::AHashMap;

use super::{
    calls::{Calls, Place},
    columns::Columns,
    seen::{BASIS, fnv},
};

/// Most spans around one that are looked at.
pub(super) const AROUND: usize = 8;

/// What is around a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Around {
    /// The nearest call.
    Call(usize),
    /// A span that is not in the batch, before any call.
    Beyond(Place),
    /// No call. What an agent or a tool calls is no part of the call around that.
    Nothing,
}

/// See the head of the file.
#[derive(Debug)]
pub(super) struct Tree<'c, 'a> {
    columns: &'c Columns<'a>,
    /// Hashes of tenant and trace, and the place of the span.
    rows: Vec<(u64, Place)>,
    first: AHashMap<Place, usize>,
}

impl<'c, 'a> Tree<'c, 'a> {
    pub(super) fn of(columns: &'c Columns<'a>) -> Self {
        let mut tree = Self { columns, rows: Vec::with_capacity(columns.rows()), first: AHashMap::new() };
        // Spans of a trace mostly stand together.
        let mut last = (None, None, 0);
        for row in 0..columns.rows() {
            let (tenant, trace) = (columns.tenant(row), columns.trace_id(row));
            if (tenant, trace) != (last.0, last.1) {
                last = (tenant, trace, trace.map_or(0, |trace| in_trace(tenant.unwrap_or_default(), trace)));
            }
            tree.rows.push((last.2, place(last.2, columns.span_id(row))));
        }
        tree
    }

    /// Whether earlier calls are within a span of the batch.
    pub(super) fn has_within(&self, earlier: &Calls) -> bool {
        self.rows.iter().any(|(_, place)| earlier.has_within(*place))
    }

    /// To be called before what is below.
    pub(super) fn index(&mut self) {
        self.first.reserve(self.rows.len());
        for (row, (_, place)) in self.rows.iter().enumerate().filter(|(_, (_, place))| *place != 0) {
            self.first.entry(*place).or_insert(row);
        }
    }

    /// The place of a row, 0 when it has no ids.
    pub(super) fn place(&self, row: usize) -> Place {
        self.rows.get(row).map_or(0, |(_, place)| *place)
    }

    /// The first row of a place.
    pub(super) fn first(&self, place: Place) -> Option<usize> {
        self.first.get(&place).copied()
    }

    pub(super) fn around(&self, row: usize) -> Around {
        let mut at = row;
        for _ in 0..AROUND {
            let trace = self.rows.get(at).map_or(0, |(trace, _)| *trace);
            let parent = place(trace, self.columns.parent_span_id(at));
            if parent == 0 {
                return Around::Nothing;
            }
            let Some(next) = self.first(parent) else { return Around::Beyond(parent) };
            at = next;
            if self.columns.is_counted(at) {
                return if at == row { Around::Nothing } else { Around::Call(at) };
            }
            if self.columns.is_agent_or_tool(at) {
                return Around::Nothing;
            }
        }
        Around::Nothing
    }

    /// Earlier calls within a span of the batch that is no call are within what is around that.
    pub(super) fn pass_on(&self, earlier: &mut Calls) {
        for (row, (_, place)) in self.rows.iter().enumerate() {
            if earlier.has_within(*place) && !self.columns.is_counted(row) && self.first(*place) == Some(row) {
                let around = match self.around(row) {
                    _ if self.columns.is_agent_or_tool(row) => 0,
                    Around::Call(row) => self.place(row),
                    Around::Beyond(place) => place,
                    Around::Nothing => 0,
                };
                earlier.pass_on(*place, around);
            }
        }
    }
}

/// 0 is kept for what has no ids.
fn in_trace(tenant: &str, trace: &str) -> u64 {
    // 0xFF is in no UTF-8 text.
    fnv(BASIS, tenant.bytes().chain([0xFF]).chain(trace.bytes()).chain([0xFF])).max(1)
}

fn place(trace: u64, span: Option<&str>) -> Place {
    span.filter(|_| trace != 0).map_or(0, |span| fnv(trace, span.bytes()).max(1))
}
