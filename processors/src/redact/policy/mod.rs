//! What happens with a found value, and how an operator says so.
//!
//! ```text
//! settings ──> Policy (shared) ──> Enforcer (one for each redactor)
//!                                    enter: key by key to a place     paths, plan
//!                                    judge: which hits count          allow, rules, marks
//!                                    replace: what is written         action, keyed
//! ```
//!
//! | file | what |
//! |---|---|
//! | `settings` | what an operator may write, and its mistakes |
//! | `enforcer` | the policy at work |
//! | `action` | what takes the place of a value |
//! | `marks` | how that is recognised again |
//! | `keyed` | pseudonyms, reversible tokens |
//! | `allow` | values that stay |
//! | `rules` | literal values and patterns that go |
//! | `paths`, `plan` | what holds under which key |
//! | `tenants` | batches of several tenants |
//!
//! Without settings a policy costs one test of a flag for each value.

mod action;
mod allow;
mod anchors;
mod enforcer;
mod keyed;
mod literals;
pub(super) mod marks;
mod paths;
mod plan;
mod rules;
mod settings;
pub(super) mod tenants;

use std::{fmt::Write as _, sync::Arc};

use sha2::Digest as _;

pub use self::{
    action::Action,
    keyed::{Key, MAX_TOKEN_VALUE, Revealed, Token, TokenKey, reveal},
    settings::{AllowSettings, DenyRow, PolicyRow, PolicySettings, RuleRow},
};
use self::{allow::Allow, paths::Pattern, plan::Plan, rules::Finder};
pub(super) use self::{enforcer::Enforcer, paths::Place, plan::Whole};
use super::types::Type;

/// Sources of this folder, for the hash of the rule set.
pub(super) const SOURCES: &[&str] = &[
    include_str!("action.rs"),
    include_str!("allow.rs"),
    include_str!("anchors.rs"),
    include_str!("enforcer.rs"),
    include_str!("literals.rs"),
    include_str!("keyed.rs"),
    include_str!("marks.rs"),
    include_str!("mod.rs"),
    include_str!("paths.rs"),
    include_str!("plan.rs"),
    include_str!("rules.rs"),
    include_str!("settings.rs"),
    include_str!("tenants.rs"),
];

/// Why a policy cannot be made: each mistake's key within `redaction`, and what is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.iter().map(|(key, what)| format!("redaction.{key}: {what}")).collect::<Vec<_>>().join("\n"))]
pub struct PolicyError(pub Vec<(String, String)>);

/// Settings made ready. Cheap to clone. Its deny-lists are not shown.
#[derive(Clone, Default)]
pub struct Policy(Arc<Compiled>);

impl std::fmt::Debug for Policy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let settings = &self.0.settings;
        let (policies, deny, rules) = (settings.policies.len(), settings.deny.len(), settings.rules.len());
        write!(f, "Policy({policies} policies, {deny} deny-lists, {rules} rules, dry run {})", settings.dry_run)
    }
}

#[derive(Default)]
struct Compiled {
    settings: PolicySettings,
    pseudonym: Option<Key>,
    token: Option<Key>,
    allow: Allow,
    finder: Finder,
    patterns: Vec<Pattern>,
    /// Row of each pattern.
    rows: Vec<usize>,
    /// Tenants with policies of their own; variant 0 is everybody else.
    tenants: Vec<String>,
    active: bool,
    tracks: bool,
}

impl PartialEq for Policy {
    fn eq(&self, other: &Self) -> bool {
        (&self.0.settings, &self.0.pseudonym, &self.0.token) == (&other.0.settings, &other.0.pseudonym, &other.0.token)
    }
}

impl Policy {
    /// Makes settings ready.
    ///
    /// # Errors
    /// Every mistake in them.
    pub fn new(settings: PolicySettings, pseudonym: Option<Key>, token: Option<Key>) -> Result<Self, PolicyError> {
        let mistakes = settings.mistakes(pseudonym.is_some(), token.is_some());
        if !mistakes.is_empty() {
            return Err(PolicyError(mistakes));
        }
        let allow = Allow::new(&settings.allow);
        let finder = Finder::new(&settings);
        let (mut patterns, mut rows, mut tenants) = (Vec::new(), Vec::new(), Vec::<String>::new());
        for (i, row) in settings.policies.iter().enumerate() {
            for pattern in row.keys.iter().filter_map(|k| Pattern::parse(k).ok()) {
                patterns.push(pattern);
                rows.push(i);
            }
            tenants.extend(row.tenants.iter().cloned());
        }
        tenants.sort_unstable();
        tenants.dedup();
        let active = settings.dry_run || !settings.policies.is_empty() || !allow.is_empty() || !finder.is_empty();
        let drops = settings.policies.iter().any(|r| r.action == Action::DropAttribute.name());
        let tracks = drops || !patterns.is_empty() || !tenants.is_empty();
        Ok(Self(Arc::new(Compiled {
            settings,
            pseudonym,
            token,
            allow,
            finder,
            patterns,
            rows,
            tenants,
            active,
            tracks,
        })))
    }

    /// Every type that may be named, and what happens with it where no policy of a key or tenant says otherwise.
    pub fn actions(&self) -> Vec<(Type, Action)> {
        let plan = self.plan(0, &[]);
        let types = Type::ALL.iter().filter(|kind| **kind != Type::RedactionFailed);
        types.map(|kind| (*kind, plan.action(*kind))).collect()
    }

    /// Hash of settings and key ids, for the hash of the rule set. Keys are not in it.
    pub(super) fn fingerprint(&self) -> [u8; 32] {
        let mut text = format!("{:?}", self.0.settings);
        for key in [&self.0.pseudonym, &self.0.token] {
            let _ = write!(text, ";{}", key.as_ref().map_or("", Key::id));
        }
        sha2::Sha256::digest(text).into()
    }

    /// Whether tenants have policies of their own.
    pub(super) fn by_tenant(&self) -> bool {
        !self.0.tenants.is_empty()
    }

    /// The variant that holds for a tenant.
    pub(super) fn variant(&self, tenant: Option<&str>) -> usize {
        tenant.and_then(|t| self.0.tenants.binary_search_by(|own| own.as_str().cmp(t)).ok()).map_or(0, |i| i + 1)
    }

    fn plan(&self, variant: usize, held: &[u16]) -> Plan {
        let tenant = variant.checked_sub(1).and_then(|i| self.0.tenants.get(i));
        let holds = |i: usize| held.iter().any(|p| self.0.rows.get(usize::from(*p)) == Some(&i));
        let rows = self.0.settings.policies.iter().enumerate().filter(|(i, row)| {
            (row.tenants.is_empty() || tenant.is_some_and(|t| row.tenants.contains(t)))
                && (row.keys.is_empty() || holds(*i))
        });
        Plan::new(rows.map(|(_, row)| row), self.0.settings.dry_run)
    }
}
