//! Gaps, and batches without values.

use arrow::array::{Array, AsArray};
use custos_model::schema::SPANS;

use super::*;

const NAME: usize = index_of(SPANS, "name");
const SPAN_ID: usize = index_of(SPANS, "span_id");
const START_TIME: usize = index_of(SPANS, "start_time");
const INPUT_TOKENS: usize = index_of(SPANS, "input_tokens");
const INPUT: usize = index_of(SPANS, "input_messages");

#[test]
fn rows_with_gaps_are_null_there_in_every_batch() {
    let mut rows = Rows::new(Table::Spans);
    // The second batch starts with the room of the first.
    for _ in 0..2 {
        for row in 0..5 {
            if row == 1 || row == 3 {
                rows.text(NAME, "chat");
                rows.text(SPAN_ID, row.to_string().as_str());
                rows.int(INPUT_TOKENS, row);
                rows.item(INPUT, "a");
                rows.item(INPUT, "b");
            }
            rows.end_row();
        }
        let batch = rows.finish().unwrap();
        assert_eq!(batch.num_rows(), 5);
        for (column, field) in batch.columns().iter().zip(batch.schema().fields()) {
            let set = [NAME, SPAN_ID, INPUT_TOKENS, INPUT].iter().any(|c| SPANS[*c].name == field.name());
            assert_eq!(column.null_count(), if set { 3 } else { 5 }, "{}", field.name());
            assert!(!set || (column.is_valid(1) && column.is_valid(3)), "{}", field.name());
        }
        assert_eq!(batch.column(SPAN_ID).as_string::<i32>().value(3), "3");
        assert_eq!(batch.column(INPUT).as_list::<i32>().value_length(3), 2);
        assert_eq!(batch.column(INPUT).as_list::<i32>().value_length(2), 0);
    }
}

#[test]
fn batches_of_any_size_share_their_nulls() {
    let mut rows = Rows::new(Table::Spans);
    for (size, set) in [(3, false), (7, true), (2, false), (7, false), (20_000, true), (1, false), (7, true)] {
        let name = rows.intern(NAME, "chat").filter(|_| set);
        rows.key_rows(NAME, name, size);
        rows.timestamp_rows(START_TIME, set.then_some(5), size);
        for _ in 0..size {
            rows.end_row();
        }
        let batch = rows.finish().unwrap();
        assert_eq!(batch.num_rows(), size);
        for (column, declared) in batch.columns().iter().zip(SPANS) {
            assert_eq!(column.data_type(), &declared.kind.data_type(), "{}", declared.name);
            let there = set && ["name", "start_time"].contains(&declared.name);
            assert_eq!(column.null_count(), if there { 0 } else { size }, "{}", declared.name);
        }
    }
}
