//! Minute rollups of spans, errors, tokens and cost: the table `usage`.
//!
//! | file | what |
//! |---|---|
//! | `mod.rs` | what counts: the observer |
//! | `columns.rs` | the columns of a batch of spans that are read |
//! | `rollup.rs` | sums by minute, tenant, agent, provider and model; as rows |
//! | `tree.rs` | the spans of a batch, by what is around them |
//! | `repeats.rs` | calls that repeat what is within them, or came before |
//! | `calls.rs` | the last calls, for what of them comes in later groups |
//! | `seen.rs` | which responses were counted already |
//! | `state.rs` | the observer's state, byte by byte |
//!
//! * Rows are additive: the same minute and keys may occur in several commits and in several collectors; sum them.
//! * `spans` and `errors` count every span. A span is an error when its status says so or a class of failure was found.
//! * Tokens and cost come from model calls only (operation `chat`, `generate_content`, `text_completion`, `embeddings`): agents and
//!   workflows repeat the sums of their calls. A response that several instrumentations report is counted once, by its response
//!   id within the tenant, among the last [`REMEMBERED`] ones. Where one of two has no id it is once if one span is within the
//!   other with the same tokens, and no agent or tool is between them. One without an id that has the sum of the tokens of several
//!   calls within it is not counted. Nor is a span without an id that came before.
//! * The two may come in different requests, as long as the earlier is among the last [`REMEMBERED`] calls; that one is counted.
//!   Spans between them are known that come neither before the inner one nor after both. The loop is known when it comes with its
//!   last call or later. So it is where spans come in the order of their ends, as SDKs send them.
//! * Negative counts of tokens are none. Of a call that says a billion tokens (2^30) or more only the call is counted, and a cost
//!   that is negative or a million dollars or more is none.
//! * A span belongs to the minute of its `start_time`, without one to that of `received_at`.
//! * Between two commits there is at most one entry a span, and each text is kept once. What they take makes a commit due.

mod calls;
mod columns;
mod repeats;
mod rollup;
mod seen;
mod state;
mod tree;

use arrow::array::RecordBatch;
use custos_model::{
    batch::Group,
    component::{BoxError, Observer},
    schema::Table,
};

use calls::{Calls, Tokens};
use columns::Columns;
use repeats::Repeats;
use rollup::{Known, Rollup, Sums};
use seen::Seen;

/// Responses and calls that are remembered, each: 128 KiB of state. Instrumentations that report the same call do so
/// within seconds; this is about 4 s of 1,000 calls a second.
pub const REMEMBERED: usize = 4_096;

/// What no call costs, US dollars.
const MAX_COST_USD: f64 = 1e6;

/// The observer.
#[derive(Debug, Default)]
pub struct Usage {
    rollup: Rollup,
    seen: Seen,
    calls: Calls,
}

impl Usage {
    /// Nothing counted yet.
    pub fn new() -> Self {
        Self::default()
    }

    fn row(&mut self, columns: &Columns<'_>, row: usize, repeats: &Repeats<'_>) -> Sums {
        let mut sums = Sums { spans: 1, received_at: columns.received_at(row), ..Sums::default() };
        sums.errors = i64::from(columns.is_error(row));
        if repeats.rows.contains_key(&row) || !columns.is_counted(row) {
            return sums;
        }
        if let Some(id) = columns.response_id(row).or_else(|| repeats.ids.get(&row).copied())
            && !self.seen.insert(columns.tenant(row).unwrap_or_default(), id)
        {
            return sums;
        }
        sums.model_calls = 1;
        // What a client says that cannot be must neither lower the sums of others nor make them too large to be added.
        let Some(tokens) = Tokens::new(columns.tokens(row)) else { return sums };
        [sums.input_tokens, sums.output_tokens] = tokens.counts();
        match columns.cost_usd(row).filter(|usd| (0.0..MAX_COST_USD).contains(usd)) {
            Some(cost) => sums.cost_usd = Some(cost),
            None => sums.unpriced_tokens = sums.input_tokens + sums.output_tokens,
        }
        sums
    }

    /// Remembers the responses of rows that are not counted, which may be reported once more: of calls that were
    /// counted before the batch, or in it.
    fn others(&mut self, columns: &Columns<'_>, repeats: &Repeats<'_>, before: bool) {
        // In the order of the rows: the state must not depend on that of a map.
        for row in (0..columns.rows()).filter(|row| repeats.rows.get(row) == Some(&before)) {
            if let Some(id) = columns.response_id(row) {
                self.seen.insert(columns.tenant(row).unwrap_or_default(), id);
            }
        }
    }
}

impl Observer for Usage {
    fn name(&self) -> &'static str {
        "usage"
    }

    fn observe(&mut self, group: &Group) {
        let Some(columns) = group.table(Table::Spans).and_then(Columns::of) else { return };
        let mut known = Known::of(&columns);
        let repeats = repeats::of(&columns, &mut self.calls);
        self.others(&columns, &repeats, true);
        for row in 0..columns.rows() {
            let sums = self.row(&columns, row, &repeats);
            self.rollup.add(&columns, &mut known, row, &sums);
        }
        self.others(&columns, &repeats, false);
    }

    fn memory(&self) -> usize {
        self.rollup.memory()
    }

    fn emit(&mut self) -> Vec<(Table, RecordBatch)> {
        self.rollup.take().map(|batch| (Table::Usage, batch)).into_iter().collect()
    }

    fn snapshot(&self) -> Vec<u8> {
        // The sums were emitted just before.
        state::to_bytes(&self.seen, &self.calls)
    }

    fn restore(&mut self, state: &[u8]) -> Result<(), BoxError> {
        let (seen, calls) = state::from_bytes(state)?;
        *self = Self { rollup: Rollup::default(), seen, calls };
        Ok(())
    }
}

#[cfg(test)]
mod tests;
