//! What holds at one place for one tenant: an action for each type, and perhaps one for the whole value.

use super::{
    action::Action,
    settings::{Act, PolicyRow},
};
use crate::redact::types::Type;

/// Number of types.
const TYPES: usize = Type::ALL.len();

/// What happens with a value as a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::redact) enum Whole {
    /// It is scanned.
    #[default]
    Scan,
    /// It stays, unread.
    Skip,
    /// It goes, whatever it is.
    Do(Action),
}

/// What holds at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Plan {
    actions: [Action; TYPES],
    pub(super) whole: Whole,
}

impl Default for Plan {
    fn default() -> Self {
        Self { actions: [Action::Mask; TYPES], whole: Whole::Scan }
    }
}

impl Plan {
    /// What rows say together; later ones win.
    pub(super) fn new<'r>(rows: impl Iterator<Item = &'r PolicyRow>, dry_run: bool) -> Self {
        let mut plan = Self::default();
        for row in rows {
            // Mistakes were told before; a row with one changes nothing.
            let Ok(act) = Act::parse(&row.action) else { continue };
            if row.types.is_empty() {
                plan.whole = match act {
                    Act::Scan => Whole::Scan,
                    Act::Skip | Act::Do(Action::Keep) => Whole::Skip,
                    Act::Do(action) => Whole::Do(action),
                };
                continue;
            }
            let Act::Do(action) = act else { continue };
            for name in &row.types {
                let all = name == "*";
                for kind in Type::ALL.iter().filter(|k| all || k.name() == name) {
                    if let Some(slot) = plan.actions.get_mut(*kind as usize)
                        && action.refuses(*kind).is_none()
                    {
                        *slot = action;
                    }
                }
            }
        }
        if dry_run {
            for action in plan.actions.iter_mut().filter(|a| **a != Action::Keep) {
                *action = Action::DryRun;
            }
            if matches!(plan.whole, Whole::Do(_)) {
                plan.whole = Whole::Do(Action::DryRun);
            }
        }
        // What could not be read is never kept.
        if let Some(slot) = plan.actions.get_mut(Type::RedactionFailed as usize) {
            *slot = Action::Mask;
        }
        plan
    }

    /// What happens with a type.
    #[inline]
    pub(super) fn action(&self, kind: Type) -> Action {
        self.actions.get(kind as usize).copied().unwrap_or_default()
    }
}
