//! Columns and rows of documents, arguments of commands in lists, and what a member was before.

use super::{becomes, redact, stay};

#[test]
fn cells_are_what_their_column_says() {
    becomes(&[
        (
            r#"{"columns":["login","password"],"rows":[["ann","Zx8qLm2n"],["bob","tulip!77"]]}"#,
            r#"{"columns":["login","password"],"rows":[["ann","[SECRET]"],["bob","[SECRET]"]]}"#,
        ),
        (
            r#"{"fields":[{"name":"id"},{"name":"full_name"},{"name":"ssn"}],"data":[[7,"Ada Lovelace",512447093]]}"#,
            r#"{"fields":[{"name":"id"},{"name":"full_name"},{"name":"ssn"}],"data":[[7,"[PERSON]","[US_SSN]"]]}"#,
        ),
        (
            r#"{"range":"A1:D2","values":[["Full name","Date of birth","Plan"],["Ada Lovelace","1980-02-03","free"]]}"#,
            r#"{"range":"A1:D2","values":[["Full name","Date of birth","Plan"],["[PERSON]","[DATE_OF_BIRTH]","free"]]}"#,
        ),
    ]);
    // A table in a string, and one behind another.
    let inner = r#"[["id","api_key","plan"],["1","q8Zk2nLm4pXw7vB1cD3eF5","free"]]"#;
    let outer = serde_json::json!({"a": inner, "columns": ["x", "y"], "rows": [["mode", "Zx8qLm2n"]]}).to_string();
    let new = redact(&outer);
    assert!(!new.contains("q8Zk2nLm") && new.contains("\"Zx8qLm2n\""), "{new}");
    assert_eq!(redact(&new), new);
}

#[test]
fn lists_that_are_no_tables_stay() {
    stay(&[
        r#"{"columns":["token","count"],"rows":[["the",120],["of",80]]}"#,
        r#"{"columns":["id","status"],"rows":[["1","active"],["2","closed"]]}"#,
        r#"{"headers":["accept","password"],"note":"hunter is a name"}"#,
        r#"[["password","reset"],["login","form"]]"#,
        r#"{"pairs":[["name","Order Service"],["type","worker"]]}"#,
        r#"[[1,2,3],[4,5,6]]"#,
        r#"[["a","b","c"],["d","e","f"]]"#,
        r#"{"columns":[],"rows":[[]]}"#,
        r#"{"columns":["password"],"other":{"rows":["plain2024"]}}"#,
    ]);
}

#[test]
fn hostile_nests_of_tables_are_read_once() {
    for piece in ["{\"columns\":[", "[[\"", "[ [ ", "{\"columns\":[{\"name\":\"password\",\"fields\":["] {
        let text = piece.repeat(2000);
        assert_eq!(redact(&text), text);
    }
    let deep = format!("{}{}", "{\"columns\":[".repeat(60), "]}".repeat(60));
    assert_eq!(redact(&deep), deep);
}

#[test]
fn arguments_in_lists_are_told_by_the_option_before() {
    becomes(&[
        (r#"["--user-name","ann","--password","tulip!77"]"#, r#"["--user-name","ann","--password","[SECRET]"]"#),
        (
            r#"{"cmd":["sshpass","-p","tulip!77","ssh","ann@h"]}"#,
            r#"{"cmd":["sshpass","-p","[SECRET]","ssh","ann@h"]}"#,
        ),
        (
            r#"["docker", "login", "-u", "ann", "-p", "tulip!77"]"#,
            r#"["docker", "login", "-u", "ann", "-p", "[SECRET]"]"#,
        ),
        (r#"["mysql","-uroot","-ptulip!77","billing"]"#, r#"["mysql","-uroot","[SECRET]","billing"]"#),
        (r#"["curl","-u","ann:tulip!77","https://h"]"#, r#"["curl","-u","[SECRET]","https://h"]"#),
        (r#"["--token","q8Zk2nLm4pXw7vB1cD3eF5"]"#, r#"["--token","[SECRET]"]"#),
    ]);
    stay(&[
        r#"["docker","run","-p","8080:80","nginx:1.25"]"#,
        r#"["docker","compose","-p","shop2024","up"]"#,
        r#"["--password","$DB_PASSWORD","--token","${TOKEN}"]"#,
        r#"["--password-file","/run/secrets/db2"]"#,
        r#"["--max-tokens","4096","--tokenizer","cl100k_base"]"#,
        r#"["curl","-u","$USER:$PASS"]"#,
        r#"["id","-u","ann:staff42"]"#,
        r#"["mkdir","-parents2"]"#,
        r#"["--api-key","your-api-key"]"#,
    ]);
}

#[test]
fn what_a_member_was_is_told_by_the_name_of_its_field() {
    becomes(&[(
        r#"{"field":"password","old":"tulip!77","new":"Zx8qLm2n"}"#,
        r#"{"field":"password","old":"[SECRET]","new":"[SECRET]"}"#,
    )]);
    stay(&[r#"{"field":"status","old":"open2024","new":"closed2025"}"#, r#"{"old":"v1.2.3","new":"v1.2.4"}"#]);
}
