//! One JSON document.

use std::io::Write;

use custos_processors::redact::RedactEngine;

use super::explain::{Explainer, Place};

pub(super) fn redact(
    engine: &RedactEngine,
    document: &str,
    explainer: Option<&Explainer<'_>>,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let Some(explainer) = explainer else {
        let new = engine.redact_text(document, true);
        out.write_all(new.as_deref().unwrap_or(document).as_bytes())?;
        return Ok(());
    };
    explainer.text(document, &engine.spans(document, true), 0, Place::START, out)?;
    Ok(())
}
