//! Names behind a word for what somebody does or is to somebody, as a field or an option of a command:
//! `Kunde: Jane Roe`, `--full-name "Jane Roe"`.

use std::sync::LazyLock;

use super::{
    edges::line_ends,
    field_values, keys,
    labels::{LISTS, PERSONS, ROLES},
    names, small_roles,
};
use crate::redact::{
    bytes::{at, back, digit, mentions, part, run, run_back},
    context::classify,
    lookup::suffixes::Suffixes,
    scan::Hit,
    types::Type,
};

/// Name of two words or more that ends its field, behind a field word of [`ROLES`] and the separator at `p`.
pub(super) fn role(t: &[u8], joined: &[u8], p: usize, from: usize) -> Option<Hit> {
    if !(at(t, from).is_ascii_uppercase() || at(t, from) >= 0x80) {
        return None;
    }
    static ENDS: LazyLock<Suffixes> = LazyLock::new(|| Suffixes::new(ROLES));
    // Most fields are of other things. Letters beyond ASCII are other bytes as capitals.
    let may_be = joined.last().is_some_and(|b| *b >= 0x80) || ENDS.may_end(joined, joined.len());
    if !may_be || part(t, p, from).contains(&b'\n') {
        return None;
    }
    let label = std::str::from_utf8(joined).ok()?.to_lowercase();
    if !ROLES.contains(&label.as_str()) {
        return None;
    }
    // Of software a tenant is a firm, and a keeper a program; what holds a shelf is no keeper of a car.
    const ONLY_BESIDE: &[(&[&str], &[&[u8]])] = &[
        (&["tenant"], &[b"landlord", b"lease", b"premises", b" rent", b"\nrent", b"guarantor", b"move_in"]),
        (&["driver"], &[b"plate", b"vehicle", b"truck", b"ssn", b"dob", b"passenger", b"pickup", b"dispatch"]),
        (&["keeper", "halter"], &[b"vehicle", b"plate", b"registration", b"kennzeichen", b"fahrzeug", b"vin"]),
    ];
    let around = || part(t, p.saturating_sub(LEASE), p + LEASE);
    if ONLY_BESIDE.iter().any(|(labels, words)| labels.contains(&label.as_str()) && !mentions(around(), words)) {
        return None;
    }
    // Of an eye.
    const EYES: &[&[u8]] = &[b"dilated", b"round", b"equal", b"reactive", b"fixed", b"pinpoint", b"constricted"];
    if label == "pupil" && mentions(part(t, from, from + LEASE / 10), EYES) {
        return None;
    }
    // `Signature: Jane Roe   Date:`, but `Signature: Good Signature`.
    let loud = || field_values::in_capitals(t, from).filter(|_| label.ends_with("name"));
    let to = named(t, from).or_else(loud).filter(|to| label != "signature" || next_field(t, *to))?;
    Some(Hit::new(from, to, Type::Person))
}

/// Text around a tenant or a keeper that speaks of a lease or a vehicle, bytes.
const LEASE: usize = 400;

/// End of a name of two words or more at `from` that ends its field.
fn named(t: &[u8], from: usize) -> Option<usize> {
    let (to, _) = names::name(t, from, 4).filter(|(_, count)| *count >= 2)?;
    // ` | Tier: gold`
    let next = to + usize::from(at(t, to) == b' ' && matches!(at(t, to + 1), b'|' | b'(' | b'<'));
    // `Pupil: Jane Roe. Class 5B`
    let stops =
        at(t, to) == b'.' && (line_ends(t, to + 1) || at(t, to + 1) == b' ' && at(t, to + 2).is_ascii_uppercase());
    let fine = line_ends(t, to)
        || stops
        || joint(t, to).is_some()
        || next_field(t, to)
        || matches!(at(t, next), b',' | b';' | b'|' | b'<' | b'"' | b'\'' | b'(' | b')' | b'}' | b']');
    (fine && !of_firm(part(t, from, to))).then_some(to)
}

/// Where what is joined to a name that ends at `to` begins, if it may be another: `Tenants: Mark Adler and Susan Adler`.
fn joint(t: &[u8], to: usize) -> Option<usize> {
    let joint = [&b" and "[..], b" & ", b" und ", b" et ", b" y ", b" e "]
        .into_iter()
        .find(|w| part(t, to, to + w.len()) == *w)?;
    let from = to + joint.len();
    names::name(t, from, 4).filter(|(_, count)| *count >= 2).map(|_| from)
}

/// The name that is joined to one which ends at `to`.
pub(super) fn second(t: &[u8], to: usize) -> Option<Hit> {
    let from = joint(t, to)?;
    named(t, from).map(|to| Hit::new(from, to, Type::Person))
}

/// Whether another field begins behind a name that ends at `to`, on the same line: `Caller: Jane Roe DOB 1/2/80`,
/// `Signature: Jane Roe   Date:`.
fn next_field(t: &[u8], to: usize) -> bool {
    #[rustfmt::skip]
    const FIELDS: &[&[u8]] = &[
        b"acct", b"account", b"address", b"born", b"callback", b"cell", b"date", b"dob", b"email", b"geb", b"id", b"mobile", b"mrn", b"ni", b"ph", b"phone", b"ssn", b"tel", b"telefon",
        b"re", b"f", b"m", b"ext", b"room", b"age", b"role", b"title", b"case",
    ];
    // Columns of a table stand behind two blanks as well.
    let blanks = run(t, to, 24, |b| b == b' ');
    let next = part(t, to + blanks, to + blanks + 11);
    let n = run(next, 0, 12, |b| b.is_ascii_alphabetic());
    blanks > 0
        && (matches!(next, [b'-' | b'/', b' ', ..] | [0xE2, 0x80, 0x93 | 0x94, ..])
            || FIELDS.iter().any(|w| w.eq_ignore_ascii_case(part(next, 0, n))))
        || at(t, to) == b'\t'
}

/// Words before the name of somebody in a sentence.
pub(in crate::redact) const HEADS: &[&str] = &[
    "Patient ", "Pt ", "Pt. ", "Customer ", "Client ", "Caller ", "Guest ", "Tenant ", "Applicant ", "Employee ",
    "Plaintiff ", "Defendant ", "Petitioner ", "Claimant ", "Borrower ", "Decedent ", "Owner ", "Victim ", "Witness ",
    "Policyholder ", "Passenger ", "Landlord ", "Beneficiary ", "Donor ", "Homeowner ", "Kunde ", "Kundin ",
    "Patientin ", "Mieter ", "Mieterin ", "Müşteri ", "Hasta ",
];
/// What a sentence about somebody goes on with behind the name; an age or an id may stand there, too.
#[rustfmt::skip]
const GOES_ON: &[&str] = &[
    " (MRN", " (mrn", " (DOB", " (dob", " (age", " (aged", " (ID ", " (login", " (email", " (emp ", " presents ", " presented ", " called ", " was admitted", " was discharged",
    " was seen", " wants to ", " asked ", " requested ", " complains ", " complained ", " reports ", " reported ", " has a history", " said ", " says ",
    " wrote ", " replied ", " wants a ", " contacted ", " emailed ", " purchased ", " ordered ", " cancelled ", ", residing", " resides ",
    " alleges", " testified", " filed ", " hereby ", " moved to ", " moves to ", " stated", " told ", " dropped off", " picked up", " arrived", " declined", " refused", " missed ",
    " hat ", " möchte ", " rief ", " bittet ", " wünscht ", " klagt ", " wurde ", " aradı", " bildirdi", " istiyor",
];

/// Name behind one of [`HEADS`] at `p`: `Patient Jane Roe (MRN …)`, `Pt Jane Roe, 38 y/o`,
/// `Customer John Smith called`.
pub(super) fn told(t: &[u8], p: usize, hits: &mut Vec<Hit>) {
    let Some(head) = HEADS.iter().find(|w| part(t, p, p + w.len()) == w.as_bytes()) else { return };
    let from = p + head.len();
    let Some((to, _)) = names::name(t, from, 4).filter(|(_, count)| *count >= 2) else { return };
    let name = part(t, from, to);
    // `Client Connection Pool refused`
    if goes_on(t, to) && !small_roles::of_thing(name) && !of_firm(name) {
        hits.push(Hit::ruled(from, to, Type::Person, "role"));
    }
}

/// Whether a sentence goes on behind the name that ends at `to` as one about somebody.
pub(super) fn goes_on(t: &[u8], to: usize) -> bool {
    let rest = part(t, to, to + 16);
    // `, 38 y/o`, `, 38F`
    let aged = || {
        let n = run(rest, 2, 3, |b| b.is_ascii_digit());
        let unit = part(rest, 2 + n, 5 + n);
        rest.starts_with(b", ")
            && n > 0
            && (matches!(unit, [b'y' | b'Y' | b'F' | b'M', ..]) || matches!(unit, [b' ' | b'-', b'y', ..]))
    };
    aged() || GOES_ON.iter().any(|w| rest.starts_with(w.as_bytes()))
}

/// Most names of a list.
const MOST: usize = 32;

/// Names in a list of people at `from`: `Attendees: Jane Roe, John Doe`.
pub(super) fn list(t: &[u8], joined: &[u8], mut from: usize, hits: &mut Vec<Hit>) -> bool {
    // One a line, if the first is below the word.
    let below = back(t, from - run_back(t, from, 6, |b| matches!(b, b' ' | b'-' | b'*')), 1) == b'\n';
    let is_list = LISTS.iter().any(|w| joined.eq_ignore_ascii_case(w.as_bytes()));
    let word = joined.strip_suffix(b"s").unwrap_or(joined);
    let (first, mut own) = (hits.len(), 0);
    for _ in 0..if is_list { MOST } else { 0 } {
        let Some(to) = named(t, from) else { break };
        let last = part(t, from, to).rsplit(|b| *b == b' ').next().unwrap_or_default();
        own += usize::from(last.len() > 4 && last.eq_ignore_ascii_case(word));
        hits.push(Hit::new(from, to, Type::Person));
        from = to + run(t, to, 6, |b| matches!(b, b',' | b';' | b' ' | b'"' | b'\'' | b'\n'));
        let between = part(t, to, from);
        // `Present: Jane Roe`, and below another paragraph.
        if !below && between.contains(&b'\n') && !between.starts_with(b",") && !between.ends_with(b" ") {
            break;
        }
        from += if part(t, from, from + 4) == b"and " { 4 } else { 0 };
        if from == to {
            break;
        }
    }
    // `watchers: Node Watcher, File Watcher`: things that are called after the word, all of them.
    if own > 1 && own == hits.len() - first {
        hits.truncate(first);
    }
    is_list
}

/// `--full-name "Jane Roe"`: the name behind an option of a command, whose own name stands from `start` to `end`.
pub(in crate::redact) fn option(t: &[u8], start: usize, end: usize) -> Option<Hit> {
    let from = end + 1 + run(t, end + 1, 1, |b| matches!(b, b'"' | b'\''));
    if matches!(at(t, end), b' ' | b'=') && digit(at(t, from)) {
        return number(t, start, (end, from));
    }
    if !matches!(at(t, end), b' ' | b'=') || !at(t, from).is_ascii_uppercase() {
        return None;
    }
    let name: Vec<u8> = part(t, start, end).iter().filter(|b| **b != b'-' && **b != b'_').copied().collect();
    let name = std::str::from_utf8(&name).ok()?.to_lowercase();
    let quote = back(t, from, 1);
    let (to, count) = names::name(t, from, 4)?;
    let ends = if matches!(quote, b' ' | b'=') {
        matches!(at(t, to), 0 | b' ' | b'\n') && count == 1
    } else {
        at(t, to) == quote
    };
    let named = if name == "name" {
        // Programs and things have one, too: `--name "Jane Roe" --phone …`.
        count > 1 && quote != b' ' && personal_option(t, start, to)
    } else if count > 1 {
        ROLES.contains(&name.as_str()) && name != "tenant" || PERSONS.contains(&name.as_str())
    } else {
        PERSONS.contains(&name.as_str()) && (name.ends_with("name") || name.ends_with("nom"))
    };
    (ends && named && !of_firm(part(t, from, to))).then(|| Hit::new(from, to, Type::Person))
}

/// Whether another option of the same line is one of a person.
fn personal_option(t: &[u8], start: usize, to: usize) -> bool {
    const OPTIONS: &[&[u8]] = &[b"phone", b"email", b"ssn", b"dob", b"birth", b"mobile", b"street", b"address"];
    let line = |text: &[u8], last: bool| {
        let mut lines = text.split(|b| *b == b'\n');
        let line = if last { lines.next_back() } else { lines.next() }.unwrap_or_default();
        memchr::memmem::find_iter(line, b" --")
            .any(|i| OPTIONS.iter().any(|o| part(line, i + 3, line.len()).starts_with(o)))
    };
    line(part(t, start.saturating_sub(120), start), true) || line(part(t, to, to + 120), false)
}

/// `--cvv 482`, `--street-address '12 High Street'`: the value of an option whose name says what it is.
fn number(t: &[u8], start: usize, (end, from): (usize, usize)) -> Option<Hit> {
    let quote = back(t, from, 1);
    let quoted = matches!(quote, b'"' | b'\'');
    let n = run(t, from, 128, |b| if quoted { b != quote && b != b'\n' } else { b > b' ' && b != b'"' });
    // `--workers 4`
    let says = std::str::from_utf8(part(t, start, end)).ok().filter(|_| n > 2).map(classify)?;
    let kinds = [Type::CardDetail, Type::Address, Type::DateOfBirth, Type::Passport, Type::NationalId];
    let expiry = mentions(part(t, start, end), &[b"expir", b"year", b"month"]);
    (!expiry && kinds.iter().any(|kind| says.exact().has(*kind))).then_some(())?;
    let kind = keys::whole(part(t, from, from + n), says)?;
    Some(Hit::new(from, from + n, kind))
}

/// Words of firms, of their parts, of programs and of places to test, beside those of [`keys::of_firm`].
#[rustfmt::skip]
const NO_PERSONS: &[&str] = &[
    "academy", "account", "accounting", "admin", "ag", "airlines", "alert", "alerts", "android", "angular", "apache", "api", "app", "architecture", "authority",
    "authorization", "bank", "billing", "board", "bot", "branch", "browser", "bug", "bugs", "bv", "cache", "certificate", "changelog", "changes",
    "chrome", "church", "claude", "clinic", "cloud", "co", "code", "college", "commit", "commits", "committee", "company", "component",
    "contributing", "contributors", "copilot", "council", "daemon", "dashboard", "database", "default", "delivery", "demo", "department", "desk", "desktop", "devops", "digest",
    "division", "docs", "documentation", "edit", "energy", "engineering", "enterprise", "enterprises", "example", "examples", "explorer",
    "extension", "features", "finance", "firefox", "flash", "folks", "foods", "foundation", "framework", "gateway", "gemini", "github", "global",
    "google", "gpt", "hackers", "haiku", "handshake", "hello", "holdings", "hospital", "hotel", "inbox", "industries", "installation", "institute",
    "insurance", "interface", "international", "internet", "isolation", "it", "jobs", "javascript", "kernel", "kg", "kubernetes", "labs", "learning",
    "legal", "library", "license", "linux", "list", "llama", "logistics", "machine", "mailer", "maintenance", "manager", "marketing", "media", "merge",
    "message", "microsoft", "mistral", "mobile", "model", "module", "mozilla", "native", "network", "networks", "news", "newsletter", "next", "notes", "notification", "notifications", "office",
    "opentelemetry", "operations", "opus", "overview", "oy", "package", "partners", "patch", "payload", "payment", "payments", "pipeline",
    "platform", "plc", "plugin", "portal", "process", "production", "project", "proof", "protocol", "pull", "python", "queue", "recipients", "recommended",
    "release", "reliability", "rendering", "repository", "request", "requests", "retail", "review", "reviewer", "reviewers", "roadmap", "runtime",
    "sales", "sandbox", "school", "sdk", "se", "search", "security", "server", "service", "services", "session", "shop", "side", "siri", "site",
    "software", "solutions", "sonnet", "sort", "source", "sponsors", "staff", "staging", "steps", "store", "studio", "subscribe", "subsystem", "summary",
    "systems", "task", "technologies", "technology", "tenant", "test", "testing", "tests", "there", "tool", "toolkit", "trust", "tutorial",
    "ubuntu", "university", "unsubscribe", "update", "usage", "user", "ventures", "version", "visual", "web", "website", "widgets", "windows",
    "autoscaler", "conda", "controller", "debian", "fedora", "gitlab", "gnome", "grafana", "homebrew", "kafka", "kde", "operator", "orchestrator", "podman", "postgres",
    "prometheus", "reconciler", "redis", "scheduler", "sonar", "systemd",
    "azure", "banco", "bahn", "dependabot", "digicert", "encrypt", "nations", "pipelines", "preview", "renovate", "sectigo",
    "adults", "agencia", "attention", "balancer", "capital", "director", "equity", "everyone", "executive", "mailing", "officer", "people", "poczta", "receita",
    "report", "reports", "tech", "vp",
    "ministry", "ministerio", "ministère", "ministero", "ministerium", "министерство", "finanzamt", "urząd", "úřad", "trésor", "agenzia", "hacienda",
    "préfecture", "mairie", "ayuntamiento", "налоговая", "не", "требуется", "election", "reserve", "fare", "corriente", "conference", "room", "premium", "counsel",
    "worker", "workflow", "workspace", "cluster", "function", "gems", "lead", "net", "neural", "owner", "supervisor", "valid", "volume", "wrapper",
];

/// Whether a name is one of a firm, a group or a program.
pub(in crate::redact) fn of_firm(name: &[u8]) -> bool {
    let Ok(name) = std::str::from_utf8(name) else { return false };
    // `Kafka Connect`, but `Peter Kafka`.
    let surname = |n: usize, word: &str| n > 0 && word == "kafka";
    let listed = |n: usize, word: &str| NO_PERSONS.contains(&word) && !surname(n, word);
    keys::of_firm(name) || name.split([' ', '-', '.']).enumerate().any(|(n, word)| listed(n, &word.to_lowercase()))
}
