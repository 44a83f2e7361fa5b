//! Batches of several tenants with policies of their own: parted before redaction, joined after it.
//!
//! Rows share the values of dictionaries. What is kept for one tenant must not keep another's, so each part gets
//! dictionaries of its own values only.

use std::sync::Arc;

use arrow::{
    array::{Array, ArrayRef, AsArray, DictionaryArray, Int32Array, ListArray, RecordBatch, UInt32Array},
    compute::{concat_batches, take},
    datatypes::{DataType, Int32Type},
    error::ArrowError,
};

use super::Policy;

/// Rows for which the same policy holds.
#[derive(Debug)]
pub(in crate::redact) struct Part {
    pub(in crate::redact) variant: usize,
    pub(in crate::redact) batch: RecordBatch,
    /// Where its rows were, ascending.
    pub(in crate::redact) rows: Vec<u32>,
}

/// Parts a batch by the policies of its tenants.
pub(in crate::redact) fn split(policy: &Policy, batch: &RecordBatch) -> Result<Vec<Part>, ArrowError> {
    let variants = variants(policy, batch)?;
    let mut rows: Vec<(usize, Vec<u32>)> = Vec::new();
    for (row, variant) in variants.into_iter().enumerate() {
        let row = u32::try_from(row).map_err(|_| ArrowError::ComputeError("too many rows".to_owned()))?;
        match rows.iter_mut().find(|(v, _)| *v == variant) {
            Some((_, rows)) => rows.push(row),
            None => rows.push((variant, vec![row])),
        }
    }
    if let [(variant, _)] = rows.as_slice() {
        let (variant, rows) = (*variant, Vec::new());
        return Ok(vec![Part { variant, batch: batch.clone(), rows }]);
    }
    let part = |(variant, rows): (usize, Vec<u32>)| {
        let index = UInt32Array::from(rows.clone());
        let columns = batch.columns().iter().map(|c| own_values(&take(c, &index, None)?)).collect::<Result<_, _>>()?;
        Ok(Part { variant, batch: RecordBatch::try_new(batch.schema(), columns)?, rows })
    };
    rows.into_iter().map(part).collect()
}

/// The variant of the policy for each row. A batch without tenants is everybody's.
fn variants(policy: &Policy, batch: &RecordBatch) -> Result<Vec<usize>, ArrowError> {
    let Some(tenants) = batch.column_by_name("tenant") else { return Ok(vec![0; batch.num_rows()]) };
    let Some(tenants) = tenants.as_dictionary_opt::<Int32Type>() else {
        return Err(ArrowError::SchemaError("tenant has another type than its table says".to_owned()));
    };
    let names = tenants.values().as_string::<i32>();
    let by_key: Vec<usize> = names.iter().map(|name| policy.variant(name)).collect();
    Ok((0..tenants.len()).map(|row| tenants.key(row).and_then(|k| by_key.get(k)).copied().unwrap_or(0)).collect())
}

/// An array whose dictionary, if it has one, holds only the values that it uses.
fn own_values(array: &ArrayRef) -> Result<ArrayRef, ArrowError> {
    match array.data_type() {
        DataType::Dictionary(_, _) => Ok(Arc::new(own_dictionary(array.as_dictionary::<Int32Type>(), 0..array.len())?)),
        DataType::List(field) if matches!(field.data_type(), DataType::Dictionary(_, _)) => {
            let list = array.as_list::<i32>();
            let values = list.values().as_dictionary::<Int32Type>();
            let values = own_dictionary(values, 0..values.len())?;
            Ok(Arc::new(ListArray::try_new(
                Arc::clone(field),
                list.offsets().clone(),
                Arc::new(values),
                list.nulls().cloned(),
            )?))
        }
        _ => Ok(Arc::clone(array)),
    }
}

fn own_dictionary(
    dictionary: &DictionaryArray<Int32Type>,
    range: std::ops::Range<usize>,
) -> Result<DictionaryArray<Int32Type>, ArrowError> {
    let mut new: Vec<Option<i32>> = vec![None; dictionary.values().len()];
    let mut used: Vec<u32> = Vec::new();
    let keys: Int32Array = range
        .map(|row| {
            let key = dictionary.key(row)?;
            let slot = new.get_mut(key)?;
            if slot.is_none() {
                *slot = i32::try_from(used.len()).ok();
                used.push(u32::try_from(key).ok()?);
            }
            *slot
        })
        .collect();
    let values = take(dictionary.values(), &UInt32Array::from(used), None)?;
    DictionaryArray::try_new(keys, values)
}

/// Puts the rows back in their order.
pub(in crate::redact) fn join(parts: Vec<Part>) -> Result<RecordBatch, ArrowError> {
    let Some(first) = parts.first() else { return Err(ArrowError::ComputeError("no parts".to_owned())) };
    if parts.len() == 1 {
        return Ok(first.batch.clone());
    }
    let schema = first.batch.schema();
    let all = concat_batches(&schema, parts.iter().map(|p| &p.batch))?;
    let mut order: Vec<u32> = vec![0; all.num_rows()];
    for (from, to) in parts.iter().flat_map(|p| &p.rows).enumerate() {
        if let Some(slot) = usize::try_from(*to).ok().and_then(|to| order.get_mut(to)) {
            *slot = u32::try_from(from).unwrap_or(0);
        }
    }
    let order = UInt32Array::from(order);
    let columns = all.columns().iter().map(|c| take(c, &order, None)).collect::<Result<_, _>>()?;
    RecordBatch::try_new(schema, columns)
}
