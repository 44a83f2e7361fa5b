//! Literal deny-lists, the patterns of users, and names in free text where they want them to go.
//!
//! ```text
//! deny rows ──> one automaton for exact case, one for any case
//! rules ──> regex-syntax: required literal, or kinds of first byte ──> windows of the rule's longest match ──> regex-automata
//! slow rules ──> every text from end to end, up to a number of bytes; a longer text is dropped
//! ```
//!
//! Windows that touch are joined, so a rule reads no byte twice whatever the text.

use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};
use regex_automata::{Anchored, Input, meta, util::captures::Captures, util::syntax};
use regex_syntax::ParserBuilder;

use super::{
    anchors::{Anchor, MIN_LITERAL, anchor},
    literals::Literals,
    marks,
    settings::{DenyRow, PolicySettings, RuleRow},
};
use crate::redact::{
    bytes::{at, back},
    people::free_text,
    scan::Hit,
    types::Type,
};

/// Longest match of a rule, bytes.
const MAX_MATCH: usize = 4096;
/// Longest pattern, and largest automaton of one, bytes.
const MAX_PATTERN: usize = 1000;
const MAX_AUTOMATON: usize = 1 << 20;

/// A compiled rule.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    regex: meta::Regex,
    kind: Type,
    anchor: Anchor,
    /// Longest match, bytes; for slow rules any.
    longest: usize,
    groups: bool,
}

impl Rule {
    /// Compiles a rule.
    ///
    /// # Errors
    /// Why it is refused, and what to do.
    pub(super) fn compile(row: &RuleRow) -> Result<Self, String> {
        if row.pattern.is_empty() || row.pattern.len() > MAX_PATTERN {
            return Err(format!("must be 1 to {MAX_PATTERN} bytes long; correct it"));
        }
        let hir = ParserBuilder::new()
            .unicode(false)
            .utf8(false)
            .case_insensitive(row.ignore_case)
            .nest_limit(50)
            .build()
            .parse(&row.pattern)
            .map_err(|error| format!("is not a regular expression: {}; correct it", reason(&error)))?;
        let properties = hir.properties();
        if properties.minimum_len().is_none_or(|n| n < MIN_LITERAL) {
            return Err(format!("may match fewer than {MIN_LITERAL} bytes; write it so that it cannot"));
        }
        let longest = properties.maximum_len();
        let anchor =
            if row.slow {
                Anchor::Slow
            } else {
                match longest {
                    None => return Err(
                        "has no longest match; write {1,64} in place of + and {0,64} in place of *, or set slow = true"
                            .to_owned(),
                    ),
                    Some(n) if n > MAX_MATCH => {
                        return Err(format!(
                            "may match {n} bytes; write it so that it matches at most {MAX_MATCH}, or set slow = true"
                        ));
                    }
                    Some(_) => anchor(&hir, row.whole_word)?,
                }
            };
        let pattern = if row.whole_word {
            format!(r"\b{{start-half}}(?:{})\b{{end-half}}", row.pattern)
        } else {
            row.pattern.clone()
        };
        let regex = meta::Builder::new()
            .syntax(syntax::Config::new().unicode(false).utf8(false).case_insensitive(row.ignore_case).nest_limit(60))
            .configure(
                meta::Config::new()
                    .utf8_empty(false)
                    .nfa_size_limit(Some(MAX_AUTOMATON))
                    .onepass_size_limit(Some(MAX_AUTOMATON)),
            )
            .build(&pattern)
            .map_err(|error| match error.size_limit() {
                Some(_) => "needs too large an automaton; write smaller repetitions".to_owned(),
                None => "cannot be compiled; write it more simply".to_owned(),
            })?;
        let kind = Type::from_name(&row.kind).unwrap_or(Type::Custom);
        let groups = properties.explicit_captures_len() > 0;
        Ok(Self { regex, kind, anchor, longest: longest.unwrap_or(usize::MAX), groups })
    }

    /// Matches within a window; the neighbours of the window are seen by word boundaries.
    fn find(&self, t: &[u8], window: Range<usize>, hits: &mut Vec<Hit>) {
        let mut groups = self.groups.then(|| self.regex.create_captures());
        for found in self.regex.find_iter(Input::new(t).range(window)) {
            let range = match &mut groups {
                Some(groups) => self.first_group(t, found.range(), groups),
                None => found.range(),
            };
            push(t, range, self.kind, hits);
        }
    }

    fn first_group(&self, t: &[u8], found: Range<usize>, groups: &mut Captures) -> Range<usize> {
        self.regex.search_captures(&Input::new(t).range(found.clone()).anchored(Anchored::Yes), groups);
        groups.get_group(1).map_or(found, |span| span.range())
    }
}

/// What is wrong with a pattern, without the picture of it.
fn reason(error: &regex_syntax::Error) -> String {
    match error {
        regex_syntax::Error::Parse(error) => error.kind().to_string(),
        regex_syntax::Error::Translate(error) => format!("{} (patterns are ASCII)", error.kind()),
        _ => "it cannot be read".to_owned(),
    }
}

/// Adds a range, widened to whole characters, unless it begins in a mark.
fn push(t: &[u8], range: Range<usize>, kind: Type, hits: &mut Vec<Hit>) {
    let Range { mut start, mut end } = range;
    while start > 0 && at(t, start) & 0xC0 == 0x80 {
        start -= 1;
    }
    while end < t.len() && at(t, end) & 0xC0 == 0x80 {
        end += 1;
    }
    if start < end && marks::around(t, start).is_none() {
        hits.push(Hit::new(start, end, kind));
    }
}

/// One deny automaton.
#[derive(Clone, Debug)]
struct Deny {
    automaton: AhoCorasick,
    /// By pattern: type, and whether only whole words count.
    of: Vec<(Type, bool)>,
}

impl Deny {
    fn new<'r>(rows: impl Iterator<Item = &'r DenyRow> + Clone, ignore_case: bool) -> Option<Self> {
        let rows = rows.filter(move |r| r.ignore_case == ignore_case);
        let values: Vec<&str> = rows.clone().flat_map(|r| r.values.iter().map(String::as_str)).collect();
        if values.is_empty() {
            return None;
        }
        let of = rows
            .flat_map(|r| {
                let kind = Type::from_name(&r.kind).unwrap_or(Type::Denied);
                r.values.iter().map(move |_| (kind, r.whole_word))
            })
            .collect();
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .ascii_case_insensitive(ignore_case)
            .build(values)
            .ok()?;
        Some(Self { automaton, of })
    }

    fn find(&self, t: &[u8], hits: &mut Vec<Hit>) {
        for found in self.automaton.find_overlapping_iter(t) {
            let Some((kind, whole_word)) = self.of.get(found.pattern().as_usize()) else { continue };
            if !*whole_word || (boundary(t, found.start()) && boundary(t, found.end())) {
                push(t, found.range(), *kind, hits);
            }
        }
    }
}

/// Whether a word ends or begins between two bytes. Letters beyond ASCII are letters.
fn boundary(t: &[u8], i: usize) -> bool {
    let letter = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b >= 0x80;
    i == 0 || i >= t.len() || !(letter(back(t, i, 1)) && letter(at(t, i)))
}

/// All deny-lists and rules.
#[derive(Clone, Debug, Default)]
pub(super) struct Finder {
    deny: Vec<Deny>,
    rules: Vec<Rule>,
    /// Literals of all rules, and the rule of each.
    literals: Option<(Literals, Vec<usize>)>,
    /// Bytes with which a match of a rule without a literal begins.
    first: Option<Box<[bool; 256]>>,
    slow: bool,
    slow_bytes: usize,
    names: bool,
}

impl Finder {
    /// The settings are right: their mistakes were told before.
    pub(super) fn new(settings: &PolicySettings) -> Self {
        let deny: Vec<_> = [false, true].into_iter().filter_map(|any| Deny::new(settings.deny.iter(), any)).collect();
        let rules: Vec<Rule> = settings.rules.iter().filter_map(|row| Rule::compile(row).ok()).collect();
        let mut literals: Vec<&[u8]> = Vec::new();
        let mut of = Vec::new();
        let mut first: Option<Box<[bool; 256]>> = None;
        for (i, rule) in rules.iter().enumerate() {
            match &rule.anchor {
                Anchor::Literals { literals: own, .. } => {
                    literals.extend(own.iter().map(Vec::as_slice));
                    of.resize(literals.len(), i);
                }
                Anchor::First(own) => {
                    let all = first.get_or_insert_with(|| Box::new([false; 256]));
                    all.iter_mut().zip(own.iter()).for_each(|(all, own)| *all |= own);
                }
                Anchor::Slow => {}
            }
        }
        let literals = Literals::new(&literals);
        let slow = rules.iter().any(|r| matches!(r.anchor, Anchor::Slow));
        let (slow_bytes, names) = (settings.slow_bytes, settings.free_text_names);
        Self { deny, literals: literals.map(|l| (l, of)), rules, first, slow, slow_bytes, names }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.deny.is_empty() && self.rules.is_empty() && !self.names
    }

    /// Adds what deny-lists find. Ranges may overlap.
    pub(super) fn find_denied(&self, t: &[u8], hits: &mut Vec<Hit>) {
        self.deny.iter().for_each(|deny| deny.find(t, hits));
    }

    /// Adds what rules find, and names. Ranges may overlap.
    pub(super) fn find_matches(&self, t: &[u8], hits: &mut Vec<Hit>) {
        if self.names {
            free_text::find(t, hits);
        }
        if t.len() < MIN_LITERAL {
            return;
        }
        if self.literals.is_some() || self.first.is_some() {
            self.windows(t, hits);
        }
        if self.slow {
            if t.len() > self.slow_bytes {
                hits.push(Hit::new(0, t.len(), Type::RedactionFailed));
                return;
            }
            for rule in self.rules.iter().filter(|r| matches!(r.anchor, Anchor::Slow)) {
                rule.find(t, 0..t.len(), hits);
            }
        }
    }

    fn windows(&self, t: &[u8], hits: &mut Vec<Hit>) {
        // One window for each rule that has one, searched when the next does not touch it.
        let mut open: Vec<(usize, Range<usize>)> = Vec::new();
        let mut widen = |i: usize, at: usize, hits: &mut Vec<Hit>| {
            let Some(rule) = self.rules.get(i) else { return };
            let before = if let Anchor::Literals { before, .. } = &rule.anchor { *before } else { 0 };
            let (from, to) = (at.saturating_sub(before), at.saturating_add(rule.longest).min(t.len()));
            match open.iter_mut().find(|(rule, _)| *rule == i) {
                Some((_, window)) if from <= window.end => {
                    *window = from.min(window.start)..to.max(window.end);
                }
                Some((_, window)) => rule.find(t, std::mem::replace(window, from..to), hits),
                None => open.push((i, from..to)),
            }
        };
        if let Some((literals, of)) = &self.literals {
            literals.find(t, |number, start| {
                if let Some(rule) = of.get(number) {
                    widen(*rule, start, hits);
                }
            });
        }
        if let Some(first) = &self.first {
            let is = |set: &[bool; 256], b: u8| set.get(usize::from(b)) == Some(&true);
            for (i, b) in t.iter().enumerate().filter(|(_, b)| is(first, **b)) {
                if crate::redact::bytes::word(back(t, i, 1)) {
                    continue;
                }
                for (n, rule) in self.rules.iter().enumerate() {
                    if matches!(&rule.anchor, Anchor::First(own) if is(own, *b)) {
                        widen(n, i, hits);
                    }
                }
            }
        }
        for (rule, window) in open.into_iter().filter_map(|(i, window)| Some((self.rules.get(i)?, window))) {
            rule.find(t, window, hits);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(pattern: &str) -> RuleRow {
        RuleRow { pattern: pattern.to_owned(), ..RuleRow::default() }
    }

    fn find(settings: &PolicySettings, text: &str) -> Vec<String> {
        let mut hits = Vec::new();
        let finder = Finder::new(settings);
        finder.find_matches(text.as_bytes(), &mut hits);
        finder.find_denied(text.as_bytes(), &mut hits);
        crate::redact::scan::unite(&mut hits);
        hits.iter().map(|h| text[h.start..h.end].to_owned()).collect()
    }

    fn rules(rows: Vec<RuleRow>) -> PolicySettings {
        PolicySettings { rules: rows, ..PolicySettings::default() }
    }

    #[test]
    fn rules_find_what_a_whole_search_finds() {
        let rows = vec![
            row(r"EMP-\d{4,6}"),
            row(r"\d{3}/\d{3}X"),
            row(r"[A-Z]{2}\d{4}[A-Z]?"),
            row(r"(?:alpha|beta)[0-9]{2,3}"),
            row(r"[a-z]{1,8}@corp-[a-z]{2,4}"),
            RuleRow { ignore_case: true, ..row(r"case no\. ?[0-9]{2,6}") },
            RuleRow { whole_word: false, ..row(r"<<[^>]{1,20}>>x") },
        ];
        let mut settings = rules(rows.clone());
        let text = "EMP-1234 EMP-1234567 xEMP-1234 123/456X 1123/456X AB1234 ABC1234 AB1234Z alpha12,beta123 maria@corp-eu \
                    CASE No.123 case no. 9999 y<<a b>>xz EMP-12\nEMP-999999 AB12345 EMP-1111EMP-2222 \
                    <<a<<b>>xx<<c>>x ann@corp-abcdef joe@corp-xy";
        let fast = find(&settings, text);
        settings.rules = rows.into_iter().map(|r| RuleRow { slow: true, ..r }).collect();
        let slow = find(&settings, text);
        assert_eq!(fast, slow);
        for expected in [
            "EMP-1234", "123/456X", "AB1234", "AB1234Z", "alpha12", "beta123", "maria@corp-eu", "CASE No.123",
            "case no. 9999", "EMP-999999",
        ] {
            assert!(fast.iter().any(|f| f == expected), "{expected} {fast:?}");
        }
        assert!(!fast.iter().any(|f| f.contains("1234567") || f.contains("ABC1234")), "{fast:?}");
    }

    #[test]
    fn a_group_limits_what_goes() {
        let settings = rules(vec![row(r"employee (\d{6}) of"), row(r"badge:(?P<v>[A-Z]\d{3})")]);
        assert_eq!(find(&settings, "employee 123456 of badge:A123"), ["123456", "A123"]);
    }

    #[test]
    fn rules_without_an_anchor_are_refused_with_the_reason() {
        for (pattern, part) in [
            (r"[a-z]{5}\d{2}", "slow = true"),
            (r".{5}", "slow = true"),
            (r"\w{3,9}-\w{2}", "slow = true"),
            (r"EMP-\d+", "{1,64}"),
            (r"EMP-\d{1,5000}", "at most 4096"),
            (r"a?b?", "fewer than 3"),
            (r"", "1 to 1000"),
            (r"EMP-(\d", "not a regular expression"),
            (r"EMP-\p{Greek}{3}", "ASCII"),
            (r"((a{1,60}){1,60}EMP){1,60}", "at most 4096"),
        ] {
            let error = Rule::compile(&row(pattern)).unwrap_err();
            assert!(error.contains(part), "{pattern}: {error}");
        }
        assert!(Rule::compile(&RuleRow { slow: true, ..row(r"[a-z]{5}\d+") }).is_ok());
        let loose = Rule::compile(&RuleRow { whole_word: false, ..row(r"\d{3}-\d{3}") }).unwrap_err();
        assert!(loose.contains("whole_word = true"), "{loose}");
    }

    #[test]
    fn slow_rules_drop_what_is_too_long() {
        let mut settings = rules(vec![RuleRow { slow: true, ..row(r"[a-z]{5}\d{2}") }]);
        settings.slow_bytes = 1024;
        assert_eq!(find(&settings, "x abcde12 y"), ["abcde12"]);
        let long = "a ".repeat(600);
        assert_eq!(find(&settings, &long), std::slice::from_ref(&long));
    }

    #[test]
    fn deny_lists_know_words_and_case() {
        let deny = |values: &[&str], whole_word, ignore_case| DenyRow {
            values: values.iter().map(|v| (*v).to_owned()).collect(),
            whole_word,
            ignore_case,
            ..DenyRow::default()
        };
        let settings = PolicySettings {
            deny: vec![deny(&["Bluebird", "Project Zoë"], true, true), deny(&["ACME", "ACME Ltd"], false, false)],
            ..PolicySettings::default()
        };
        assert_eq!(
            find(&settings, "bluebird bluebirds xBLUEBIRD. (BLUEBIRD) xACME Ltdx acme project Zoë, project Zoëy"),
            ["bluebird", "BLUEBIRD", "ACME Ltd", "project Zoë"]
        );
    }

    #[test]
    fn marks_are_left_alone_and_characters_stay_whole() {
        let settings = PolicySettings {
            deny: vec![DenyRow { values: vec!["email".to_owned(), "denied".to_owned()], ..DenyRow::default() }],
            rules: vec![RuleRow { whole_word: false, ..row(r"key.{1,2}") }],
            ..PolicySettings::default()
        };
        assert_eq!(find(&settings, "[EMAIL] [DENIED] [EMAIL:k1:0123456789abcdef0123] email"), ["email"]);
        assert_eq!(find(&settings, "key日本"), ["key日"]);
    }

    #[test]
    fn hostile_text_is_read_once() {
        let settings = rules(vec![row(r"abc.{0,400}Z"), row(r"\d{3}[ -~]{0,400}Z")]);
        let finder = Finder::new(&settings);
        let text = "abc 123 ".repeat(16_000);
        // The least of some: whatever else the machine does meanwhile.
        let time = |read: &dyn Fn(&mut Vec<Hit>)| {
            let once = |_| {
                let began = std::time::Instant::now();
                read(&mut Vec::new());
                began.elapsed()
            };
            (0..5).map(once).min().unwrap()
        };
        let whole = time(&|hits| finder.rules.iter().for_each(|rule| rule.find(text.as_bytes(), 0..text.len(), hits)));
        let windows = time(&|hits| finder.find_matches(text.as_bytes(), hits));
        // Windows that touch are searched as one; each by itself is fifty times the text.
        assert!(windows < 12 * whole, "{windows:?} {whole:?}");
    }
}
