//! Columns without values.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, new_null_array};
use custos_model::schema::Kind;

/// Columns in which no row has a value, one a kind. Most columns are such, in most batches: they share their rows with
/// each other and with earlier batches.
#[derive(Debug, Default)]
pub(crate) struct Nulls(Vec<(Kind, ArrayRef)>);

/// Most rows of them that are kept for the next batch.
const MAX_NULLS: usize = 16 << 10;

impl Nulls {
    pub(crate) fn of(&mut self, kind: Kind, rows: usize) -> ArrayRef {
        let known = self.0.iter().position(|(known, _)| *known == kind);
        match known.and_then(|at| self.0.get(at)) {
            Some((_, array)) if array.len() == rows => return Arc::clone(array),
            Some((_, array)) if array.len() > rows => return array.slice(0, rows),
            _ => {}
        }
        let array = new_null_array(&kind.data_type(), rows);
        if rows <= MAX_NULLS {
            known.map(|at| self.0.swap_remove(at));
            self.0.push((kind, Arc::clone(&array)));
        }
        array
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn giants_are_not_kept() {
        let mut nulls = Nulls::default();
        for rows in [3, MAX_NULLS + 1, 1, 7, MAX_NULLS + 2, MAX_NULLS] {
            for kind in [Kind::Dict, Kind::Int, Kind::DictList, Kind::Text] {
                let array = nulls.of(kind, rows);
                assert_eq!((array.len(), array.null_count(), array.data_type()), (rows, rows, &kind.data_type()));
            }
            assert_eq!(nulls.0.len(), 4);
            assert!(nulls.0.iter().all(|(_, array)| array.len() <= MAX_NULLS));
        }
    }
}
