//! Members of an object under other names.

use ahash::AHashSet;

use super::scan::Member;

/// Appends the members, some under another name, without the first of each name in `skip`. A name is written once.
pub(super) fn rename(out: &mut String, members: &[Member<'_>], names: &[(&str, &str)], skip: &[&str]) {
    Written::default().rename(out, members, names, skip);
}

/// Names of the members of an object so far. Few are compared; many are hashed, an object may have any number of them.
#[derive(Default)]
pub(super) struct Written<'a> {
    few: Vec<&'a str>,
    many: AHashSet<&'a str>,
}

impl<'a> Written<'a> {
    const FEW: usize = 16;

    /// Adds a name that stands in the object already, or is not to. Whether it is new.
    pub(super) fn insert(&mut self, name: &'a str) -> bool {
        if !self.many.is_empty() {
            return self.many.insert(name);
        }
        if name == "type" || self.few.contains(&name) {
            return false;
        }
        self.few.push(name);
        if self.few.len() > Self::FEW {
            self.many.extend(self.few.drain(..).chain(["type"]));
        }
        true
    }

    /// As [`rename`], of one of several objects that become one.
    pub(super) fn rename(
        &mut self,
        out: &mut String,
        members: &[Member<'a>],
        names: &[(&str, &'a str)],
        skip: &[&str],
    ) {
        let mut skipped = Vec::new();
        for (key, value) in members {
            if skip.contains(key) {
                if skipped.contains(key) {
                    out.push_str(&format!(r#","${key}":{value}"#));
                } else {
                    skipped.push(*key);
                }
                continue;
            }
            let target = names.iter().find(|(from, _)| from == key).map_or(*key, |(_, to)| *to);
            if self.insert(target) {
                out.push_str(&format!(r#","{target}":{value}"#));
            } else if target != *key && self.insert(key) {
                out.push_str(&format!(r#","{key}":{value}"#));
            } else {
                // Kept under a name that does not clash.
                out.push_str(&format!(r#","${key}":{value}"#));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_written_once_and_nothing_is_lost() {
        let members = [("a", "1"), ("b", "2"), ("type", "3"), ("x", "4"), ("a", "5")];
        let mut out = String::new();
        rename(&mut out, &members, &[("b", "a"), ("x", "y")], &[]);
        assert_eq!(out, r#","a":1,"b":2,"$type":3,"y":4,"$a":5"#);
        out.clear();
        rename(&mut out, &[("type", "1"), ("a", "2"), ("type", "3"), ("a", "4")], &[], &["type", "a"]);
        assert_eq!(out, r#","$type":3,"$a":4"#);
    }

    #[test]
    fn any_number_of_members_takes_linear_time() {
        let names: Vec<String> = (0..300_000).map(|n| n.to_string()).collect();
        let members: Vec<Member<'_>> = names.iter().map(|name| (&**name, "0")).collect();
        let begin = std::time::Instant::now();
        rename(&mut String::new(), &members, &[("a", "b")], &["type"]);
        assert!(begin.elapsed().as_secs() < 5);
    }
}
