//! Minute rollups of spans, errors, tokens and cost: the table `usage`.
//!
//! | file | what |
//! |---|---|
//! | `mod.rs` | what counts: the observer |
//! | `columns.rs` | the columns of a batch of spans that are read |
//! | `rollup.rs` | sums by minute, tenant, agent, provider and model; as rows |
//! | `repeats.rs` | calls that repeat the one within them |
//! | `seen.rs` | which responses were counted already; the observer's state, byte by byte |
//!
//! * Rows are additive: the same minute and keys may occur in several commits and in several collectors; sum them.
//! * `spans` and `errors` count every span. A span is an error when its status says so or a class of failure was found.
//! * Tokens and cost come from model calls only (operation `chat`, `generate_content`, `text_completion`, `embeddings`): agents and
//!   workflows repeat the sums of their calls. A response that several instrumentations report is counted once, by its response
//!   id within the tenant, among the last [`REMEMBERED`] ones. Where one of two has no id it is once if one span is within the
//!   other, no agent or tool is between them, and both come in one group with the same tokens. So is one without an id that has the
//!   sum of the tokens of several calls within it.
//! * A span belongs to the minute of its `start_time`, without one to that of `received_at`.
//! * Between two commits there is at most one entry a span, and each text is kept once, so memory is bounded by the rows the encoders hold.

mod columns;
mod repeats;
mod rollup;
mod seen;

use arrow::array::RecordBatch;
use custos_model::{
    batch::Group,
    component::{BoxError, Observer},
    schema::Table,
};

use columns::Columns;
use repeats::Repeats;
use rollup::{Known, Rollup, Sums};
use seen::Seen;

pub use seen::REMEMBERED;

/// The observer.
#[derive(Debug, Default)]
pub struct Usage {
    rollup: Rollup,
    seen: Seen,
}

impl Usage {
    /// Nothing counted yet.
    pub fn new() -> Self {
        Self::default()
    }

    fn row(&mut self, columns: &Columns<'_>, row: usize, repeats: &Repeats<'_>) -> Sums {
        let mut sums = Sums { spans: 1, received_at: columns.received_at(row), ..Sums::default() };
        sums.errors = i64::from(columns.is_error(row));
        let (input, output) = (columns.input_tokens(row), columns.output_tokens(row));
        if repeats.outer.contains(&row) || !columns.is_counted(row) {
            return sums;
        }
        if let Some(id) = columns.response_id(row).or_else(|| repeats.ids.get(&row).copied())
            && !self.seen.insert(columns.tenant(row).unwrap_or_default(), id)
        {
            return sums;
        }
        sums.model_calls = 1;
        // A negative count is a fault of its client: it must not lower the sums of others.
        sums.input_tokens = input.unwrap_or_default().max(0);
        sums.output_tokens = output.unwrap_or_default().max(0);
        match columns.cost_usd(row) {
            Some(cost) => sums.cost_usd = Some(cost),
            None => sums.unpriced_tokens = sums.input_tokens.saturating_add(sums.output_tokens),
        }
        sums
    }
}

impl Observer for Usage {
    fn name(&self) -> &'static str {
        "usage"
    }

    fn observe(&mut self, group: &Group) {
        let Some(columns) = group.table(Table::Spans).and_then(Columns::of) else { return };
        let mut known = Known::of(&columns);
        let repeats = repeats::of(&columns);
        for row in 0..columns.rows() {
            let sums = self.row(&columns, row, &repeats);
            self.rollup.add(&columns, &mut known, row, &sums);
        }
    }

    fn emit(&mut self) -> Vec<(Table, RecordBatch)> {
        self.rollup.take().map(|batch| (Table::Usage, batch)).into_iter().collect()
    }

    fn snapshot(&self) -> Vec<u8> {
        // The sums were emitted just before.
        self.seen.to_bytes()
    }

    fn restore(&mut self, state: &[u8]) -> Result<(), BoxError> {
        *self = Self { rollup: Rollup::default(), seen: Seen::from_bytes(state)? };
        Ok(())
    }
}

#[cfg(test)]
mod tests;
