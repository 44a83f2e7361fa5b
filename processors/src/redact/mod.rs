//! Removes personal data and secrets before anything is written.
//!
//! ```text
//! batch ── by column ──> value ──> JSON? ──> strings, numbers, keys (and JSON in strings, 4 levels)
//!                          └──> text ──> first pass (byte classes, vendor literals) ──> verifiers ──> marks
//! ```
//!
//! | place | what |
//! |---|---|
//! | `batch`, `value` | columns, dictionaries, rows, the `Redactor`; one value: text or JSON, JSON inside a text, rounds, failing closed |
//! | `json` | walking JSON without building it; members and strings around a string |
//! | `context` | what a key says about its value |
//! | `scan` | the first pass over a text: byte classes by vectors (`classes`), where to look by their bits (`places`), words with a capital (`heads`) |
//! | `hints`, `lexicon` | what words near a value or in its key name; the words, by language |
//! | `numbers` | payment cards, social security numbers, telephone numbers; what only looks like one: decimals, dumps, measures, ids in columns |
//! | `ids` | identifiers of people, firms, devices, accounts: tables by region; one-time codes |
//! | `iban`, `email`, `net`, `dates` | one form each |
//! | `people` | names and addresses, by key, field word, title, role, introduction |
//! | `sentences` | what people tell of themselves in small letters, answers of a transcript, numbers in words |
//! | `records` | tables, SQL, markup, cards, messages: values whose name stands elsewhere |
//! | `secrets` | tokens of vendors, passwords and keys by their name |
//! | `views` | encodings undone, look-alikes and invisible characters read |
//! | `propagate` | values known by their key, removed elsewhere in their trace |
//! | [`policy`] | what happens with a found value |
//! | `types` | types, marks, counts |
//! | `cache` | long values seen before |
//! | `lookup`, `bytes` | lists of words as tables that answer at once; reading bytes past either end |
//! | `find`, `explain` | where values were removed, and why |
//! | [`score`] | labelled cases, precision, recall, leak |
//!
//! **Promises.** No byte of a removed value is in any buffer of the result. JSON stays JSON with the same structure.
//! Redacting twice changes nothing. A value that cannot be scanned becomes `[REDACTION_FAILED]`. No error, log or `Debug`
//! output shows a value.

mod batch;
mod bytes;
mod cache;
mod context;
mod dates;
mod email;
mod explain;
mod find;
mod hints;
mod iban;
mod ids;
mod json;
mod lexicon;
mod lookup;
mod net;
mod numbers;
mod people;
pub mod policy;
mod propagate;
mod records;
mod scan;
pub mod score;
mod secrets;
mod sentences;
#[cfg(test)]
mod tests;
mod types;
mod value;
mod views;

use std::sync::Arc;

use custos_model::component::{Redactor, RedactorFactory, RuleSet};
use sha2::{Digest, Sha256};

use self::{batch::BatchRedactor, cache::Cache, policy::Policy, scan::Scanner, value::Scrubber};
pub use self::{
    explain::{Decision, Evidence},
    find::Found,
    propagate::Known,
    types::Type,
};

/// Version of the rules: raised with every change of what is removed.
pub const RULES_VERSION: &str = "1";

/// Settings of redaction.
#[derive(Clone, Debug, PartialEq)]
pub struct RedactConfig {
    /// Memory for hashes of long values found clean, and as much for what became of others, bytes. 0 switches it off.
    pub cache_bytes: usize,
    /// What happens with found values.
    pub policy: Policy,
}

impl Default for RedactConfig {
    fn default() -> Self {
        Self { cache_bytes: 4 << 20, policy: Policy::default() }
    }
}

/// The compiled rules. Makes one redactor for each ingest shard.
#[derive(Debug)]
pub struct RedactEngine {
    scanner: Arc<Scanner>,
    cache: Arc<Cache>,
    config: RedactConfig,
    rule_set: RuleSet,
}

impl RedactEngine {
    /// Compiles the rules.
    pub fn new(config: RedactConfig) -> Self {
        let rule_set = RuleSet { version: RULES_VERSION.to_owned(), sha256: fingerprint(&config.policy) };
        let cache = Arc::new(Cache::new(config.cache_bytes));
        Self { scanner: Arc::new(Scanner::new()), cache, config, rule_set }
    }

    /// Redacts one text, for tools and benches. `json`: it is a JSON document. `None` when nothing was found.
    pub fn redact_text(&self, text: &str, json: bool) -> Option<String> {
        self.redact_one(text, json, None, None).0
    }

    /// As [`Self::redact_text`], and where in `text` values were removed: disjoint ranges in order.
    pub fn inspect(&self, text: &str, json: bool) -> (Option<String>, Vec<Found>) {
        self.recorded(text, json, None)
    }

    /// As [`Self::inspect`], with what other texts of the same trace have taught removed too.
    pub fn inspect_with(&self, text: &str, json: bool, known: &Known) -> (Option<String>, Vec<Found>) {
        self.recorded(text, json, Some(known))
    }

    /// As [`Self::redact_text`]; takes from `text` the values that are to be removed from other texts of the same
    /// trace, see [`Self::inspect_with`].
    pub fn learn(&self, text: &str, json: bool, known: &mut Known) -> Option<String> {
        let (new, mut scrubber) = self.redact_one(text, json, None, None);
        known.take(&mut scrubber.learned);
        new
    }

    fn recorded(&self, text: &str, json: bool, known: Option<&Known>) -> (Option<String>, Vec<Found>) {
        let (new, scrubber) = self.redact_one(text, json, Some(find::Recorder::default()), known);
        (new, scrubber.recorder.map(|r| r.finish(text)).unwrap_or_default())
    }

    fn redact_one(
        &self,
        text: &str,
        json: bool,
        recorder: Option<find::Recorder>,
        known: Option<&Known>,
    ) -> (Option<String>, Scrubber) {
        let mut scrubber =
            Scrubber::new(Arc::clone(&self.scanner), Arc::new(Cache::new(0)), self.config.policy.clone());
        scrubber.recorder = recorder;
        let place = scrubber.enforcer.column(0, "attributes");
        let context = context::Context::default().at(place);
        let outcome = match known {
            Some(known) => scrubber.value_with(text, context, json, (known.held(text, json), false)),
            None => scrubber.value(text, context, json),
        };
        let new = match outcome {
            value::Outcome::Clean => None,
            value::Outcome::Changed(text, _) => {
                Some(String::from_utf8(text).unwrap_or_else(|_| Type::RedactionFailed.mark().to_owned()))
            }
        };
        (new, scrubber)
    }

    /// Where in `text` values are removed.
    pub fn spans(&self, text: &str, json: bool) -> Vec<Found> {
        self.inspect(text, json).1
    }
}

impl Default for RedactEngine {
    fn default() -> Self {
        Self::new(RedactConfig::default())
    }
}

impl RedactorFactory for RedactEngine {
    fn create(&self) -> Box<dyn Redactor> {
        let scrubber = Scrubber::new(Arc::clone(&self.scanner), Arc::clone(&self.cache), self.config.policy.clone());
        Box::new(BatchRedactor::new(scrubber, self.rule_set.clone()))
    }
}

/// What decides, but for the parts that list their own.
const SOURCES: &[&str] = &[
    include_str!("bytes.rs"),
    include_str!("context/keys.rs"),
    include_str!("context/mod.rs"),
    include_str!("dates.rs"),
    include_str!("email.rs"),
    include_str!("hints/birth.rs"),
    include_str!("hints/dictionary.rs"),
    include_str!("hints/mod.rs"),
    include_str!("hints/reader.rs"),
    include_str!("hints/unspaced.rs"),
    include_str!("iban.rs"),
    include_str!("ids/africa.rs"),
    include_str!("ids/americas.rs"),
    include_str!("ids/asia_pacific.rs"),
    include_str!("ids/checksums.rs"),
    include_str!("ids/codes.rs"),
    include_str!("ids/crypto.rs"),
    include_str!("ids/damaged.rs"),
    include_str!("ids/device.rs"),
    include_str!("ids/documents.rs"),
    include_str!("ids/eastern.rs"),
    include_str!("ids/finance.rs"),
    include_str!("ids/generic.rs"),
    include_str!("ids/german.rs"),
    include_str!("ids/health.rs"),
    include_str!("ids/layouts.rs"),
    include_str!("ids/mod.rs"),
    include_str!("ids/named_behind.rs"),
    include_str!("ids/nordic.rs"),
    include_str!("ids/payments.rs"),
    include_str!("ids/reading.rs"),
    include_str!("ids/southern.rs"),
    include_str!("ids/told.rs"),
    include_str!("ids/us.rs"),
    include_str!("ids/vehicle.rs"),
    include_str!("ids/western.rs"),
    include_str!("json/around.rs"),
    include_str!("json/escape.rs"),
    include_str!("json/mod.rs"),
    include_str!("json/object.rs"),
    include_str!("json/said_before.rs"),
    include_str!("json/syntax.rs"),
    include_str!("lexicon/mod.rs"),
    include_str!("lookup/literals.rs"),
    include_str!("lookup/memo.rs"),
    include_str!("net/mod.rs"),
    include_str!("net/releases.rs"),
    include_str!("numbers/called.rs"),
    include_str!("numbers/cards.rs"),
    include_str!("numbers/columns.rs"),
    include_str!("numbers/country_codes.rs"),
    include_str!("numbers/dumps.rs"),
    include_str!("numbers/figures.rs"),
    include_str!("numbers/measures/mod.rs"),
    include_str!("numbers/measures/values.rs"),
    include_str!("numbers/measures/words.rs"),
    include_str!("numbers/mod.rs"),
    include_str!("numbers/phones.rs"),
    include_str!("numbers/social_security.rs"),
    include_str!("numbers/unnamed.rs"),
    include_str!("people/address_lines.rs"),
    include_str!("people/addressed.rs"),
    include_str!("people/beside_email.rs"),
    include_str!("people/beside_fields.rs"),
    include_str!("people/blocks.rs"),
    include_str!("people/born_abroad.rs"),
    include_str!("people/called.rs"),
    include_str!("people/celled.rs"),
    include_str!("people/coded.rs"),
    include_str!("people/coordinates.rs"),
    include_str!("people/dashed.rs"),
    include_str!("people/described.rs"),
    include_str!("people/edges.rs"),
    include_str!("people/field_values.rs"),
    include_str!("people/fields.rs"),
    include_str!("people/forwarded.rs"),
    include_str!("people/introductions.rs"),
    include_str!("people/keys.rs"),
    include_str!("people/kin.rs"),
    include_str!("people/labels.rs"),
    include_str!("people/lives.rs"),
    include_str!("people/located.rs"),
    include_str!("people/mailed.rs"),
    include_str!("people/members.rs"),
    include_str!("people/mod.rs"),
    include_str!("people/name_words.rs"),
    include_str!("people/names.rs"),
    include_str!("people/nobody.rs"),
    include_str!("people/own_names.rs"),
    include_str!("people/postal.rs"),
    include_str!("people/quoted.rs"),
    include_str!("people/roles.rs"),
    include_str!("people/scripts.rs"),
    include_str!("people/signed.rs"),
    include_str!("people/small_roles.rs"),
    include_str!("people/speakers.rs"),
    include_str!("people/streets.rs"),
    include_str!("people/unmarked.rs"),
    include_str!("people/words.rs"),
    include_str!("propagate.rs"),
    include_str!("records/aligned.rs"),
    include_str!("records/arrays.rs"),
    include_str!("records/banking.rs"),
    include_str!("records/cards.rs"),
    include_str!("records/delimited.rs"),
    include_str!("records/directory.rs"),
    include_str!("records/drawn.rs"),
    include_str!("records/listed.rs"),
    include_str!("records/markup.rs"),
    include_str!("records/mod.rs"),
    include_str!("records/rejected.rs"),
    include_str!("records/segments.rs"),
    include_str!("records/selected.rs"),
    include_str!("records/sheets.rs"),
    include_str!("records/sql.rs"),
    include_str!("records/travel.rs"),
    include_str!("records/validation.rs"),
    include_str!("scan/classes/avx2.rs"),
    include_str!("scan/classes/avx512.rs"),
    include_str!("scan/classes/lanes.rs"),
    include_str!("scan/classes/mod.rs"),
    include_str!("scan/classes/neon.rs"),
    include_str!("scan/classes/portable.rs"),
    include_str!("scan/heads.rs"),
    include_str!("scan/mod.rs"),
    include_str!("scan/places.rs"),
    include_str!("sentences/asked.rs"),
    include_str!("sentences/mine/mod.rs"),
    include_str!("sentences/mine/values.rs"),
    include_str!("sentences/mod.rs"),
    include_str!("sentences/spoken.rs"),
    include_str!("types.rs"),
    include_str!("value/binary.rs"),
    include_str!("value/embedded.rs"),
    include_str!("value/forms.rs"),
    include_str!("value/keys.rs"),
    include_str!("value/mod.rs"),
    include_str!("value/rounds.rs"),
    include_str!("value/scalars.rs"),
    include_str!("views/chars.rs"),
    include_str!("views/escapes.rs"),
    include_str!("views/fold.rs"),
    include_str!("views/look.rs"),
    include_str!("views/mod.rs"),
    include_str!("views/seams.rs"),
    include_str!("views/spelled.rs"),
    include_str!("views/tokens.rs"),
    include_str!("views/wide.rs"),
    include_str!("views/wraps.rs"),
];

/// SHA-256 over the sources of the rules and the settings: whatever changes a decision changes it.
fn fingerprint(policy: &Policy) -> String {
    let mut hash = Sha256::new();
    let parts = [SOURCES, lexicon::SOURCES, people::free_text::SOURCES, secrets::SOURCES, policy::SOURCES];
    for source in parts.into_iter().flatten() {
        hash.update(source.len().to_le_bytes());
        hash.update(source);
    }
    hash.update(policy.fingerprint());
    hash.finalize().iter().map(|b| format!("{b:02x}")).collect()
}
