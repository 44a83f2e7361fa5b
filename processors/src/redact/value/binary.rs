//! Bytes, which stand as base64 in a document: text, text in UTF-16, or text among what is none.

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::Scrubber;
use crate::redact::{
    context::Context,
    find::Recorder,
    policy::{Action, Whole},
    types::Type,
    views::Utf16,
};

/// Shortest text in bytes that is scanned; random bytes are full of shorter ones.
const MIN_TEXT: usize = 8;

impl Scrubber {
    /// Base64 of bytes, which mean what the key around them says.
    pub(in crate::redact) fn bytes(
        &mut self,
        raw: &[u8],
        at: usize,
        context: Context,
        level: usize,
    ) -> Option<Vec<u8>> {
        let context = context.without(Context::BYTES);
        let Ok(bytes) = STANDARD.decode(raw) else {
            self.note(|r| r.enter(at));
            return self.any(raw, context, level + 1, false);
        };
        self.note(|r| r.enter_base64(at));
        if let Some(wide) = Utf16::read(&bytes) {
            self.note(|r| r.enter_mapped(&wide.origins));
            let new = self.any(wide.text.as_bytes(), context, level + 1, false)?;
            return Some(STANDARD.encode(wide.write(&new)).into_bytes());
        }
        if std::str::from_utf8(&bytes).is_ok() {
            return self.any(&bytes, context, level + 1, false).map(|new| STANDARD.encode(new).into_bytes());
        }
        self.binary(raw, &bytes, context, level).map(|new| STANDARD.encode(new).into_bytes())
    }

    /// Bytes that are no text as a whole: what is text in them is scanned.
    fn binary(&mut self, raw: &[u8], bytes: &[u8], context: Context, level: usize) -> Option<Vec<u8>> {
        match self.enforcer.whole(context.place()) {
            Whole::Skip => return None,
            Whole::Do(action) => return self.whole_bytes(raw, bytes, action),
            Whole::Scan => {}
        }
        if let Some((kind, new)) = self.named(raw, context) {
            self.removed.add(kind);
            self.note(|r| r.replaced_with(0, bytes.len(), kind, &new));
            return Some(new);
        }
        let context = Context::default().at(context.place());
        let depth = self.recorder.as_ref().map_or(0, Recorder::depth);
        let (mut out, mut copied, mut i) = (Vec::new(), 0, 0);
        for chunk in bytes.utf8_chunks() {
            let text = chunk.valid();
            if text.len() >= MIN_TEXT {
                self.note(|r| r.enter(i));
                let new = self.any(text.as_bytes(), context, level + 1, false);
                self.note(|r| r.leave(depth));
                if let Some(new) = new {
                    out.extend_from_slice(bytes.get(copied..i).unwrap_or_default());
                    out.extend_from_slice(&new);
                    self.give_buffer(new);
                    copied = i + text.len();
                }
            }
            i += text.len() + chunk.invalid().len();
        }
        if copied == 0 {
            return None;
        }
        out.extend_from_slice(bytes.get(copied..).unwrap_or_default());
        Some(out)
    }

    fn whole_bytes(&mut self, raw: &[u8], bytes: &[u8], action: Action) -> Option<Vec<u8>> {
        let new = self.whole(raw, action)?;
        self.note(|r| r.replaced_with(0, bytes.len(), Type::Redacted, &new));
        Some(new)
    }
}
