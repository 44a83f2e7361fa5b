//! Errors of predicates that the Parquet reader evaluates. It gives them on as text only: what was cast or divided is
//! in the `Debug` form of the error.

use arrow::error::ArrowError;

/// What the reader writes before the error.
const PREFIX: &str = "Error evaluating filter predicate: ";

/// The error of a predicate, if the message of the reader tells of one.
pub(crate) fn failure(message: &str) -> Option<ArrowError> {
    let mut rest = message.strip_prefix(PREFIX)?;
    loop {
        let (before, after) = rest.split_once('"').unwrap_or((rest, ""));
        if before.contains("DivideByZero") {
            return Some(ArrowError::DivideByZero);
        }
        let (text, behind) = unquote(after);
        let name = before.trim_end_matches('(').rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        return Some(match name {
            // What was being done; the error comes after it.
            "Context" if !behind.is_empty() => {
                rest = behind;
                continue;
            }
            "CastError" => ArrowError::CastError(text),
            "ParseError" => ArrowError::ParseError(text),
            "ArithmeticOverflow" => ArrowError::ArithmeticOverflow(text),
            "NotYetImplemented" | "NotImplemented" => ArrowError::NotYetImplemented(text),
            "ResourcesExhausted" | "MemoryError" => ArrowError::MemoryError(text),
            _ if text.is_empty() => ArrowError::InvalidArgumentError("a condition could not be evaluated".to_owned()),
            _ => ArrowError::InvalidArgumentError(text),
        });
    }
}

/// A string as `Debug` writes it, without its first quote; and what comes after the last.
fn unquote(quoted: &str) -> (String, &str) {
    let mut text = String::new();
    let mut chars = quoted.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => break,
            '\\' => match chars.next() {
                Some('n' | 't' | 'r') => text.push(' '),
                Some('u') => {
                    let code = chars.as_str().strip_prefix('{').and_then(|rest| rest.split_once('}'));
                    let Some((code, rest)) = code else { continue };
                    text.extend(u32::from_str_radix(code, 16).ok().and_then(char::from_u32));
                    chars = rest.chars();
                }
                Some(c) => text.push(c),
                None => break,
            },
            c => text.push(c),
        }
    }
    (text, chars.as_str())
}

#[cfg(test)]
mod tests {
    use datafusion::common::DataFusionError;

    use super::*;

    fn told(error: DataFusionError) -> String {
        failure(&format!("{PREFIX}{error:?}")).unwrap().to_string()
    }

    #[test]
    fn error_is_read_out_of_its_debug_form() {
        let arrow = |error: ArrowError| DataFusionError::ArrowError(Box::new(error), None);
        let odd = "Cannot cast string 'a \"b\" \\ \u{200b}é' to Int64";
        let cast = || arrow(ArrowError::CastError(odd.into()));
        assert_eq!(told(cast()), format!("Cast error: {odd}"));
        assert_eq!(told(cast().context("a \"rule\" (DivideByZero)")), format!("Cast error: {odd}"));
        assert_eq!(told(arrow(ArrowError::DivideByZero)), "Divide by zero error");
        let overflow = arrow(ArrowError::ArithmeticOverflow("1 + 2".into()));
        assert_eq!(told(overflow), "Arithmetic overflow: 1 + 2");
        assert_eq!(told(DataFusionError::Execution("wrong".into())), "Invalid argument error: wrong");
        assert!(failure("a page is damaged").is_none());
        for broken in ["", "CastError(\"", "CastError(\"\\", "CastError(\"\\u{", "Context(\"", "\"\\u{zz}"] {
            assert!(failure(&format!("{PREFIX}{broken}")).is_some(), "{broken}");
        }
    }
}
