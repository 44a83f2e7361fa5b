//! Views against generated evasions.

use super::*;

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
