//! Functions whose result can be far larger than their arguments, with a limit on it.
//!
//! `repeat('x', 2000000000)` allocates in one step, outside the memory pool and, with constants, while planning. Such a
//! function is wrapped: the size of its result is computed from the arguments first, and refused past
//! [`MAX_RESULT_BYTES`]. The list is that of DataFusion 55: string functions that take a length, a count, or a text to
//! put in place of others, the array functions that do, and casts to a type named by a text. With them is the one
//! function that takes the square of its arguments in time. `||` is made such a function
//! ([`operator`](crate::operator)).

use std::cell::RefCell;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, StringViewArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, FieldRef, Int64Type, IntervalMonthDayNanoType, IntervalUnit, TimeUnit};
use datafusion::common::{DataFusionError, ExprSchema, Result};
use datafusion::logical_expr::simplify::{ExprSimplifyResult, SimplifyContext};
use datafusion::logical_expr::{
    ColumnarValue, Documentation, Expr, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature,
};

use crate::pieces::plain_bytes;

/// Largest result of one call over one batch, bytes.
const MAX_RESULT_BYTES: u64 = 32 << 20;

/// Most steps of one call over one batch: it can not be interrupted.
const MAX_STEPS: u64 = 1 << 35;
/// Replacements of a pattern up to this length make a text larger by no more than this factor, bytes.
const SHORT: usize = 16;
/// Columns that a result may hold in whole, up to [`MAX_WHOLE_BYTES`].
const WHOLE_COLUMNS: u64 = 4;
/// Largest result that holds columns in whole, bytes: such results can be put together again and again.
const MAX_WHOLE_BYTES: u64 = 256 << 20;
/// Largest text of the elements of a batch of lists put together, bytes.
const MAX_JOINED_BYTES: u64 = 512 << 20;
/// Most that the copies of one constant may take in a batch, bytes.
const MAX_COPIES_BYTES: u64 = 64 << 20;
/// Most that the results of calls over constants may take while one query is planned, bytes: each is kept in the plan.
const MAX_CONSTANTS_BYTES: u64 = 64 << 20;
/// Largest list that constants may make while a query is planned, bytes: planning writes its name out again and again,
/// for seconds when it has millions of elements.
const MAX_CONSTANT_LIST_BYTES: u64 = 1 << 20;
/// Largest value of a type of fixed length, bytes: every row takes it, also where it is null.
const MAX_FIXED_BYTES: u64 = 8 << 10;

/// How the size of a result, or what it takes beyond its arguments, follows from them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Growth {
    /// Bytes of the text in argument 0 times argument 1.
    Times,
    /// Memory of argument 0 times argument 1: views share their texts.
    Elements,
    /// Argument 1 is a length in characters or elements.
    Length,
    /// Integers from argument 0 (or 0) to argument 1, by argument 2 (or 1).
    Range,
    /// Argument 2 in place of each argument 1 in argument 0.
    Replace,
    /// Argument 2 in place of each match of a pattern in argument 0.
    Pattern,
    /// All arguments, one behind the other.
    Concat,
    /// The same of a chain of operators, however many columns there are.
    Chain,
    /// Argument 1 between the elements of argument 0, whose texts are views.
    Join,
    /// Steps: bytes of argument 0 times those of argument 1.
    Distance,
    /// None, but for the type of the result.
    Cast,
}

/// The constants of a query that is being planned.
#[derive(Debug, Default)]
struct Folding {
    bytes: u64,
    /// Why one was too much. DataFusion keeps a call that fails and leaves its error to the execution.
    refused: Option<DataFusionError>,
}

thread_local! {
    /// Of the query that this thread plans; none while it plans none.
    static FOLDING: RefCell<Option<Folding>> = const { RefCell::new(None) };
}

/// Runs what folds the constants of one query, with a limit on all of them together.
pub(crate) fn folding<T>(plan: impl FnOnce() -> Result<T>) -> Result<T> {
    /// Also after a panic.
    struct End;
    impl Drop for End {
        fn drop(&mut self) {
            FOLDING.take();
        }
    }
    FOLDING.replace(Some(Folding::default()));
    let _end = End;
    let planned = plan()?;
    FOLDING.take().and_then(|folding| folding.refused).map_or(Ok(planned), Err)
}

/// Counts the result of a call over constants. While a query is planned it is kept in the plan; later it is copied for
/// each row.
fn check_constant(size: u64, is_list: bool, rows: usize) -> Result<()> {
    let refused = FOLDING.with_borrow_mut(|folding| {
        let folding = folding.as_mut()?;
        folding.bytes = folding.bytes.saturating_add(size);
        let what = if is_list && size > MAX_CONSTANT_LIST_BYTES {
            let most = MAX_CONSTANT_LIST_BYTES >> 10;
            format!("a list of constants may take {most} KiB; numbers as rows are FROM generate_series(1, 100000)")
        } else if folding.bytes > MAX_CONSTANTS_BYTES {
            too_large("the constants of the query", MAX_CONSTANTS_BYTES)
        } else {
            return None;
        };
        folding.refused = Some(DataFusionError::Execution(what.clone()));
        Some(what)
    });
    match refused {
        Some(what) => Err(DataFusionError::Execution(what)),
        None if rows > 1 && size > MAX_COPIES_BYTES / rows as u64 => Err(DataFusionError::Execution(copied(size))),
        None => Ok(()),
    }
}

/// Bytes of one value of a type of fixed length; of the slot of any other.
fn fixed_bytes(data_type: &DataType) -> u64 {
    let length = |n: &i32| u64::from(n.unsigned_abs());
    match data_type {
        DataType::FixedSizeBinary(n) => length(n),
        DataType::FixedSizeList(item, n) => length(n).saturating_mul(fixed_bytes(item.data_type())),
        DataType::List(item) | DataType::LargeList(item) => fixed_bytes(item.data_type()),
        DataType::Struct(fields) => total(fields.iter().map(|field| fixed_bytes(field.data_type()))),
        _ => 8,
    }
}

/// Refuses a type of which each row would take more than [`MAX_FIXED_BYTES`].
pub(crate) fn check_type(data_type: &DataType) -> Result<()> {
    if fixed_bytes(data_type) > MAX_FIXED_BYTES {
        let what = "lists of a fixed length may be 1024 elements long; cast to one without it, as in bigint[]";
        return Err(DataFusionError::Plan(what.to_owned()));
    }
    Ok(())
}

/// Wraps the functions of the list; gives back the others.
pub(crate) fn guard(function: Arc<ScalarUDF>) -> Arc<ScalarUDF> {
    let growth = match function.name() {
        "repeat" => Growth::Times,
        "array_repeat" => Growth::Elements,
        "lpad" | "rpad" | "array_resize" => Growth::Length,
        "range" | "generate_series" => Growth::Range,
        "replace" => Growth::Replace,
        "regexp_replace" => Growth::Pattern,
        "concat" | "concat_ws" => Growth::Concat,
        "array_to_string" => Growth::Join,
        "levenshtein" => Growth::Distance,
        "arrow_cast" | "arrow_try_cast" => Growth::Cast,
        _ => return function,
    };
    Arc::new(ScalarUDF::new_from_impl(Bounded { growth, inner: function }))
}

/// Wraps the function of a chain of `||`.
pub(crate) fn guard_chain(function: ScalarUDF) -> ScalarUDF {
    ScalarUDF::new_from_impl(Bounded { growth: Growth::Chain, inner: Arc::new(function) })
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Bounded {
    growth: Growth,
    inner: Arc<ScalarUDF>,
}

impl ScalarUDFImpl for Bounded {
    fn name(&self) -> &str {
        self.inner.name()
    }

    fn aliases(&self) -> &[String] {
        self.inner.aliases()
    }

    fn schema_name(&self, args: &[Expr]) -> Result<String> {
        self.inner.schema_name(args)
    }

    fn signature(&self) -> &Signature {
        self.inner.signature()
    }

    fn return_type(&self, arg_types: &[DataType]) -> Result<DataType> {
        self.inner.return_type(arg_types)
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs) -> Result<FieldRef> {
        let field = self.inner.return_field_from_args(args)?;
        check_type(field.data_type())?;
        Ok(field)
    }

    #[expect(deprecated, reason = "the trait still asks")]
    fn is_nullable(&self, args: &[Expr], schema: &dyn ExprSchema) -> bool {
        self.inner.is_nullable(args, schema)
    }

    fn coerce_types(&self, arg_types: &[DataType]) -> Result<Vec<DataType>> {
        self.inner.coerce_types(arg_types)
    }

    fn simplify(&self, args: Vec<Expr>, info: &SimplifyContext) -> Result<ExprSimplifyResult> {
        match self.growth {
            // It would give the function without the limit.
            Growth::Concat | Growth::Chain => Ok(ExprSimplifyResult::Original(args)),
            _ => self.inner.simplify(args, info),
        }
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.inner.documentation()
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let (size, most) = match self.growth {
            // Counted with their offsets.
            Growth::Times => (times(&args, |text| plain_bytes(text) + 8)?, MAX_RESULT_BYTES),
            Growth::Elements => (times(&args, slot_bytes)?, MAX_RESULT_BYTES),
            Growth::Length => (length(&args)?, MAX_RESULT_BYTES),
            Growth::Range => (range(&args)?, MAX_RESULT_BYTES),
            Growth::Replace => (replaced(&args)?, MAX_RESULT_BYTES),
            Growth::Pattern => (matched(&args)?, MAX_RESULT_BYTES),
            Growth::Concat => (joined(&args)?, MAX_RESULT_BYTES),
            Growth::Chain => (chained(&args)?, MAX_RESULT_BYTES),
            Growth::Join => (delimiters(&args)?, MAX_RESULT_BYTES),
            Growth::Distance => (distance(&args)?, MAX_STEPS),
            Growth::Cast => (0, MAX_RESULT_BYTES),
        };
        if size > most {
            let what = format!("the result of {}", self.name());
            let what = match self.growth {
                Growth::Range => format!("{}; take larger steps, or a narrower range", larger(&what, MAX_RESULT_BYTES)),
                Growth::Distance => format!("{} of texts so long would take too much time; {SHORTER}", self.name()),
                _ => too_large(&what, MAX_RESULT_BYTES),
            };
            return Err(DataFusionError::Execution(what));
        }
        if args.args.iter().all(|arg| matches!(arg, ColumnarValue::Scalar(_))) {
            // A number is nothing beside the limit.
            let size = if self.growth == Growth::Distance { 0 } else { size };
            check_constant(size, args.return_field.data_type().is_list(), args.number_rows)?;
        }
        self.inner.invoke_with_args(args)
    }
}

/// What can be done about a text that is too long.
const SHORTER: &str =
    "shorten the texts, as in left(text, 1000), or take fewer rows at once: FROM (SELECT … LIMIT 100)";

/// What is said of a constant that would be copied.
pub(crate) fn copied(bytes: u64) -> String {
    format!(
        "a value of {} KiB would be copied for every row; take few rows beside it, as in FROM (SELECT … LIMIT 10), shorten it \
         with left(text, 1000), or compare it instead",
        bytes >> 10
    )
}

fn larger(what: &str, most: u64) -> String {
    format!("{what} would be larger than {} MiB for one batch of rows", most >> 20)
}

fn too_large(what: &str, most: u64) -> String {
    format!("{}; {SHORTER}", larger(what, most))
}

/// Rows of a result: one when all arguments are scalars.
fn rows(args: &ScalarFunctionArgs) -> usize {
    if args.args.iter().all(|arg| matches!(arg, ColumnarValue::Scalar(_))) { 1 } else { args.number_rows }
}

/// An argument. A scalar is one row, however many the batch has: it may be large.
pub(crate) struct Argument<A> {
    values: A,
    scalar: bool,
}

impl<A> Argument<A> {
    fn row(&self, row: usize) -> usize {
        if self.scalar { 0 } else { row }
    }
}

impl Argument<StringViewArray> {
    pub(crate) fn get(&self, row: usize) -> Option<&str> {
        let row = self.row(row);
        self.values.is_valid(row).then(|| self.values.value(row))
    }

    fn bytes(&self, row: usize) -> u64 {
        self.get(row).map_or(0, str::len) as u64
    }
}

/// Argument `index`, if there is one.
fn argument(args: &ScalarFunctionArgs, index: usize) -> Result<Option<Argument<ArrayRef>>> {
    Ok(match args.args.get(index) {
        None => None,
        Some(ColumnarValue::Array(values)) => Some(Argument { values: Arc::clone(values), scalar: false }),
        Some(ColumnarValue::Scalar(value)) => Some(Argument { values: value.to_array_of_size(1)?, scalar: true }),
    })
}

/// Argument `index` as texts; none when it is absent or not text.
pub(crate) fn texts(args: &ScalarFunctionArgs, index: usize) -> Result<Option<Argument<StringViewArray>>> {
    let text = argument(args, index)?.filter(|argument| argument.values.data_type().is_string());
    let Some(Argument { values, scalar }) = text else { return Ok(None) };
    Ok(Some(Argument { values: cast(&values, &DataType::Utf8View)?.as_string_view().clone(), scalar }))
}

/// Argument `index` as integers, one a row, null as 0; none when it is absent or not a number.
fn integers(args: &ScalarFunctionArgs, index: usize) -> Result<Option<Vec<i64>>> {
    let Some(Argument { values, scalar }) = argument(args, index)? else { return Ok(None) };
    let rows = rows(args);
    if values.data_type().is_null() {
        return Ok(Some(vec![0; rows]));
    }
    if !values.data_type().is_integer() {
        return Ok(None);
    }
    let values = cast(&values, &DataType::Int64)?;
    let values = values.as_primitive::<Int64Type>().iter().map(Option::unwrap_or_default);
    Ok(Some(if scalar { vec![values.sum(); rows] } else { values.collect() }))
}

fn times(args: &ScalarFunctionArgs, bytes: fn(&ArrayRef) -> u64) -> Result<u64> {
    let (Some(value), Some(counts)) = (argument(args, 0)?, integers(args, 1)?) else { return Ok(0) };
    let size = |row: usize| bytes(&value.values.slice(value.row(row), 1));
    Ok(total(counts.iter().enumerate().map(|(row, count)| times_one(*count, || size(row)))))
}

/// Memory of one value. Null costs as much as its slot.
fn slot_bytes(value: &ArrayRef) -> u64 {
    u64::try_from(value.to_data().get_slice_memory_size().unwrap_or(16)).unwrap_or(16)
}

fn times_one(count: i64, size: impl Fn() -> u64) -> u64 {
    let count = u64::try_from(count).unwrap_or(0);
    if count <= 1 { 0 } else { count.saturating_mul(size().max(1)) }
}

fn replaced(args: &ScalarFunctionArgs) -> Result<u64> {
    let (Some(texts), Some(from), Some(to)) = (texts(args, 0)?, texts(args, 1)?, texts(args, 2)?) else { return Ok(0) };
    Ok(total((0..rows(args)).map(|row| match (texts.get(row), from.get(row), to.get(row)) {
        (Some(text), Some(from), Some(to)) if to.len() > from.len() => {
            (text.matches(from).count() as u64).saturating_mul((to.len() - from.len()) as u64)
        }
        _ => 0,
    })))
}

fn matched(args: &ScalarFunctionArgs) -> Result<u64> {
    let (Some(texts), Some(to), flags) = (texts(args, 0)?, texts(args, 2)?, texts(args, 3)?) else { return Ok(0) };
    let all = |row: usize| flags.as_ref().and_then(|flags| flags.get(row)).is_some_and(|flags| flags.contains('g'));
    Ok(total((0..rows(args)).map(|row| match to.get(row) {
        // What the pattern matches, and how often, is not known: up to once a byte.
        Some(to) if to.len() > SHORT && (all(row) || to.contains('\\')) => {
            (texts.bytes(row) + 1).saturating_mul((to.len() / SHORT) as u64)
        }
        _ => to.bytes(row),
    })))
}

fn joined(args: &ScalarFunctionArgs) -> Result<u64> {
    let (mut all, mut largest) = (0_u64, 0);
    for index in 0..args.args.len() {
        let Some(texts) = argument(args, index)? else { continue };
        let bytes = plain_bytes(&texts.values);
        if texts.scalar {
            all = all.saturating_add(bytes.saturating_mul(rows(args) as u64));
        } else {
            all = all.saturating_add(bytes);
            largest = bytes.max(largest);
        }
    }
    let whole = largest.saturating_mul(WHOLE_COLUMNS);
    Ok(if all > MAX_WHOLE_BYTES { all } else { all.saturating_sub(whole) })
}

fn chained(args: &ScalarFunctionArgs) -> Result<u64> {
    let (mut columns, mut constants) = (0_u64, 0_u64);
    for index in 0..args.args.len() {
        let Some(texts) = argument(args, index)? else { continue };
        let bytes = plain_bytes(&texts.values);
        if texts.scalar {
            constants = constants.saturating_add(bytes.saturating_mul(rows(args) as u64));
        } else {
            columns = columns.saturating_add(bytes);
        }
    }
    let all = columns.saturating_add(constants);
    let whole = columns.saturating_mul(WHOLE_COLUMNS);
    Ok(if all > MAX_WHOLE_BYTES { all } else { all.saturating_sub(whole) })
}

fn delimiters(args: &ScalarFunctionArgs) -> Result<u64> {
    let (Some(lists), Some(delimiter)) = (argument(args, 0)?, texts(args, 1)?) else { return Ok(0) };
    let elements = |row: usize| -> u64 {
        let row = lists.row(row);
        match lists.values.data_type() {
            DataType::List(_) => lists.values.as_list::<i32>().value_length(row).unsigned_abs().into(),
            DataType::LargeList(_) => lists.values.as_list::<i64>().value_length(row).unsigned_abs(),
            DataType::FixedSizeList(_, length) => length.unsigned_abs().into(),
            _ => 0,
        }
    };
    let delimiters = total((0..rows(args)).map(|row| elements(row).saturating_mul(delimiter.bytes(row))));
    let texts = plain_bytes(&lists.values);
    Ok(if texts > MAX_JOINED_BYTES { texts } else { delimiters })
}

fn distance(args: &ScalarFunctionArgs) -> Result<u64> {
    let (Some(one), Some(other)) = (texts(args, 0)?, texts(args, 1)?) else { return Ok(0) };
    Ok(total((0..rows(args)).map(|row| one.bytes(row).saturating_mul(other.bytes(row)))))
}

fn length(args: &ScalarFunctionArgs) -> Result<u64> {
    // 16: a view or the slot of a list element; above the 4 bytes of a character.
    Ok(integers(args, 1)?.map_or(0, |n| total(n.into_iter().map(|n| u64::try_from(n).unwrap_or(0).saturating_mul(16)))))
}

fn range(args: &ScalarFunctionArgs) -> Result<u64> {
    let (first, second, step) = (integers(args, 0)?, integers(args, 1)?, integers(args, 2)?);
    let Some(first) = first else {
        if let Some(size) = range_of_times(args)? {
            return Ok(size);
        }
        let what = "range over dates is only available as a table: SELECT … FROM generate_series(…)";
        return Err(DataFusionError::Execution(what.to_owned()));
    };
    let element = |from: i64, to: i64, step: i64| (from.abs_diff(to) / step.unsigned_abs().max(1)).saturating_mul(8);
    Ok(match second {
        None => total(first.into_iter().map(|to| element(0, to, 1))),
        Some(second) => total(first.into_iter().zip(second).enumerate().map(|(row, (from, to))| {
            element(from, to, step.as_ref().and_then(|step| step.get(row).copied()).unwrap_or(1))
        })),
    })
}

/// Times from argument 0 to argument 1, by the interval in argument 2; none when they are others.
fn range_of_times(args: &ScalarFunctionArgs) -> Result<Option<u64>> {
    let (Some(from), Some(to), Some(step)) = (argument(args, 0)?, argument(args, 1)?, argument(args, 2)?) else {
        return Ok(None);
    };
    let is_time = |argument: &Argument<ArrayRef>| {
        matches!(argument.values.data_type(), DataType::Timestamp(..) | DataType::Date32 | DataType::Null)
    };
    if !is_time(&from) || !is_time(&to) || !matches!(step.values.data_type(), DataType::Interval(_)) {
        return Ok(None);
    }
    // Nanoseconds would not do for all dates.
    let micros = |argument: &Argument<ArrayRef>| -> Result<ArrayRef> {
        let times = cast(&argument.values, &DataType::Timestamp(TimeUnit::Microsecond, None))?;
        Ok(cast(&times, &DataType::Int64)?)
    };
    let (starts, ends) = (micros(&from)?, micros(&to)?);
    let (starts, ends) = (starts.as_primitive::<Int64Type>(), ends.as_primitive::<Int64Type>());
    let steps = cast(&step.values, &DataType::Interval(IntervalUnit::MonthDayNano))?;
    let steps = steps.as_primitive::<IntervalMonthDayNanoType>();
    Ok(Some(total((0..rows(args)).map(|row| {
        let (start, end, by) = (from.row(row), to.row(row), step.row(row));
        if from.values.is_null(start) || to.values.is_null(end) || steps.is_null(by) {
            return 0;
        }
        if starts.is_null(start) || ends.is_null(end) {
            return u64::MAX;
        }
        let by = steps.value(by);
        // A month has at least 28 days.
        let days = i128::from(by.months) * 28 + i128::from(by.days);
        let by = (days * 86_400_000_000_000 + i128::from(by.nanoseconds)).unsigned_abs().max(1);
        let elements = u128::from(starts.value(start).abs_diff(ends.value(end))) * 1_000 / by;
        u64::try_from(elements).unwrap_or(u64::MAX).saturating_mul(8)
    }))))
}

fn total(sizes: impl Iterator<Item = u64>) -> u64 {
    sizes.fold(0, u64::saturating_add)
}
