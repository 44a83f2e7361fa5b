//! Views against generated evasions.

use super::{escapes::Piece, *};

/// A text with every piece that a pattern reads in place of what stands there.
pub(super) fn replaced(t: &[u8], piece: impl Fn(&[u8], usize) -> Option<Piece>) -> String {
    let mut out = Vec::new();
    let mut i = 0;
    while i < t.len() {
        match piece(t, i) {
            Some(p) => {
                out.extend_from_slice(p.bytes());
                i += p.len;
            }
            None => {
                out.push(t[i]);
                i += 1;
            }
        }
    }
    String::from_utf8(out).unwrap()
}

fn views(t: &str) -> Vec<String> {
    let mut out = Vec::new();
    each(t.as_bytes(), &look::look(t.as_bytes()), &mut |view| {
        out.push(String::from_utf8_lossy(view.text).replace('\0', "|"));
        for start in 0..view.text.len() {
            for len in [1, 2, 7, view.text.len() - start] {
                let range = view.origin(start..(start + len).min(view.text.len()));
                assert!(range.end <= t.len() && range.start <= range.end);
                assert!(t.is_char_boundary(range.start) && t.is_char_boundary(range.end), "{t}");
            }
        }
        look::look(view.text)
    });
    out
}

#[test]
fn plain_text_has_no_views() {
    for text in ["", "a", "plain text with maria@example.com & 50 % of a=40", "Иван Петров, Москва", "日本語の文章。"]
    {
        assert_eq!(views(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn layers_are_undone_one_by_one() {
    let text = "to=maria%2540example.com";
    assert_eq!(views(text), ["to=maria%40example.com|", "to=maria@example.com||"]);
    assert!(views("&amp;#64;x").iter().any(|v| v.starts_with("@x")));
    assert!(views("bWFyaWElNDBleGFtcGxlLmNvbQ==").iter().any(|v| v.starts_with("maria@example.com")));
}
