use crate::redact::{RedactConfig, RedactEngine};

fn redacted(text: &str) -> String {
    let engine = RedactEngine::new(RedactConfig::default());
    let once = engine.redact_text(text, false).unwrap_or_else(|| text.to_owned());
    assert_eq!(engine.redact_text(&once, false), None, "{once}");
    once
}

#[test]
fn columns_of_tables() {
    assert_eq!(
        redacted(
            "id,first_name,email,phone,dob\n1,Marcus,m@corp.net,5035550171,1981-07-30\n2,Eva,e@corp.net,,1990-01-02\n"
        ),
        "id,first_name,email,phone,dob\n1,[PERSON],[EMAIL],[PHONE],[DATE_OF_BIRTH]\n2,[PERSON],[EMAIL],,[DATE_OF_BIRTH]\n"
    );
    assert_eq!(
        redacted("name;birthdate;phone\n\"Müller; Hans\";12.04.1970;030 1234567\n"),
        "name;birthdate;phone\n\"[PERSON]\";[DATE_OF_BIRTH];[PHONE]\n"
    );
    assert_eq!(
        redacted(
            " id |   name    |   phone    \n----+-----------+------------\n  1 | Bob Stone | 4155550101 \n(1 row)\n"
        ),
        " id |   name    |   phone    \n----+-----------+------------\n  1 | [PERSON] | [PHONE] \n(1 row)\n"
    );
    assert_eq!(
        redacted("Full name\tBob Stone\nPhone\t4155550101\nAddress\t12 High Street, Leeds\n"),
        "Full name\t[PERSON]\nPhone\t[PHONE]\nAddress\t[ADDRESS]\n"
    );
}

#[test]
fn tables_of_things() {
    for text in [
        "name,version,license,downloads\nserde,1.0.203,MIT,441234567\n",
        "timestamp,trace_id,duration_ms\n1718186400,4bf92f3577b34da6a3ce929d0e0e4736,12.5\n",
        "| Name | Type | Description |\n|------|------|-------------|\n| phone | string | Customer phone number |\n| ssn | string | Number of nine digits |\n",
        "| Key | Default |\n|---|---|\n| password | none |\n| token_ttl | 3600 |\n| api_key | required |\n",
        "Dear all, please call\nthe office, thank you\n",
        "<project><name>web-app</name><version>1.4.2</version></project>",
        "INSERT INTO products (sku, name, price) VALUES ('A-1023', 'Blue Chair', 129.00);",
    ] {
        assert_eq!(redacted(text), text);
    }
}

#[test]
fn rows_of_sql() {
    assert_eq!(
        redacted(
            "INSERT INTO `people` (`id`,`full_name`,`phone`) VALUES\n(1,'Bob O''Stone','4155550101'),\n(2,'Amy Rock',NULL);"
        ),
        "INSERT INTO `people` (`id`,`full_name`,`phone`) VALUES\n(1,'[PERSON]','[PHONE]'),\n(2,'[PERSON]',NULL);"
    );
    for head in
        ["Insert into \"shop\".\"the people\" (id, full_name)", "REPLACE INTO [dbo].[the people](id, full_name)"]
    {
        assert_eq!(redacted(&format!("{head} VALUES (1, 'Bob Stone');")), format!("{head} VALUES (1, '[PERSON]');"));
    }
    assert_eq!(
        redacted("COPY people (id, full_name, birth_date) FROM stdin;\n1\tBob Stone\t1980-02-03\n\\.\n"),
        "COPY people (id, full_name, birth_date) FROM stdin;\n1\t[PERSON]\t[DATE_OF_BIRTH]\n\\.\n"
    );
}

#[test]
fn elements_and_fields() {
    assert_eq!(
        redacted(
            "<customer><firstName>Giulia</firstName><address><street>Via Garibaldi 12</street><city>Milano</city></address></customer>"
        ),
        "<customer><firstName>[PERSON]</firstName><address><street>[ADDRESS]</street><city>[ADDRESS]</city></address></customer>"
    );
    assert_eq!(
        redacted(
            "<form><input name=\"full_name\" value=\"Olu Adebayo\"><input type=\"submit\" name=\"name\" value=\"Save\"></form>"
        ),
        "<form><input name=\"full_name\" value=\"[PERSON]\"><input type=\"submit\" name=\"name\" value=\"Save\"></form>"
    );
}

#[test]
fn cards_and_parts_of_forms() {
    assert_eq!(
        redacted(
            "BEGIN:VCARD\nN:Nguyen;Linh;;;\nADR;TYPE=HOME:;;12 Le Loi;Hue;;530000;Vietnam\nBDAY:19880412\nEND:VCARD\n"
        ),
        "BEGIN:VCARD\nN:[PERSON];;;\nADR;TYPE=HOME:;;[ADDRESS]\nBDAY:[DATE_OF_BIRTH]\nEND:VCARD\n"
    );
    assert_eq!(
        redacted("--X\nContent-Disposition: form-data; name=\"full_name\"\n\nMarta Vidal\n--X--\n"),
        "--X\nContent-Disposition: form-data; name=\"full_name\"\n\n[PERSON]\n--X--\n"
    );
}

#[test]
fn rows_and_values_of_json() {
    for (text, left) in [
        (
            r#"{"columns":["id","full_name","pin"],"index":[0],"data":[[1,"Bob Stone","4821"],[2,"Eve Low","0031"]]}"#,
            r#"{"columns":["id","full_name","pin"],"index":[0],"data":[[1,"[PERSON]","[SECRET]"],[2,"[PERSON]","[SECRET]"]]}"#,
        ),
        (
            r#"[["id","ssn","name"],[1,"536-22-8726","Bob Stone"]]"#,
            r#"[["id","ssn","name"],[1,"[US_SSN]","[PERSON]"]]"#,
        ),
        (
            r#"{"columns": [{"name": "id"}, {"name": "password"}], "rows": [[1, "hunterXy77"]]}"#,
            r#"{"columns": [{"name": "id"}, {"name": "password"}], "rows": [[1, "[SECRET]"]]}"#,
        ),
        (
            r#"[["Full name","Bob Stone"],["Birth date","1980-02-03"]]"#,
            r#"[["Full name","[PERSON]"],["Birth date","[DATE_OF_BIRTH]"]]"#,
        ),
        (
            r#"{"columns":["user","password"],"primaryKeys":["user"],"rows":[["jane","hunter2xQ9"]]}"#,
            r#"{"columns":["user","password"],"primaryKeys":["user"],"rows":[["jane","[SECRET]"]]}"#,
        ),
        (r#"[["username","password"],["jane","hunter2xQ9"]]"#, r#"[["username","password"],["jane","[SECRET]"]]"#),
        (
            r#"{"birth_date":{"value":"1980-02-03","confidence":0.9},"full_name":{"text":"Bob Stone"}}"#,
            r#"{"birth_date":{"value":"[DATE_OF_BIRTH]","confidence":0.9},"full_name":{"text":"[PERSON]"}}"#,
        ),
    ] {
        assert_eq!(redacted(text), left);
        assert_eq!(redacted(left), left);
    }
    for text in [
        r#"{"columns":["id","model","latency_ms"],"data":[[1,"gpt-4o-mini","48.2"]]}"#,
        r#"{"indexes":[["first_name","last_name"],["password","created_at"]]}"#,
        r#"[["password","text"],["name","text"],["phone","varchar"]]"#,
        r#"{"rows":[["Bob Stone",3]],"header":["team lead","n"]}"#,
        r#"{"coordinates":[[4.8952,52.3702],[4.9,52.4]],"names":["a","b"]}"#,
        r#"{"name":{"value":"Orders service"},"version":{"text":"2.060"}}"#,
        r#"[["password","Passwort"],["name","Name"],["address","Adresse"],["phone","Telefon"]]"#,
        r#"{"columns":["password","count"],"data":[["Strong",10],["Weak",20]]}"#,
        r#"{"columns":["name","type","password"],"rows":[["a","b","required|min:8"],["c","d","varchar(64)"]]}"#,
        r#"{"fields":["name","email"],"indexes":[["Full Text","btree"]],"order":[["Created At","DESC"]]}"#,
    ] {
        assert_eq!(redacted(text), text);
    }
}

#[test]
fn tables_that_blanks_part() {
    for (text, left) in [
        (
            "   id         name       phone    password   pin\n0   1  Maria Lopez  4155550132  hunterXy77  4821\n1   2   John Smith  4155550133  correct9hs  9913\n",
            "   id         name       phone    password   pin\n0   1  [PERSON]  [PHONE]  [SECRET]  [SECRET]\n1   2   [PERSON]  [PHONE]  [SECRET]  [SECRET]\n",
        ),
        (
            "Two found:\nCUSTOMER      SSN           PIN\nMaria Lopez   536-22-8726   4821\nJohn Smith    536-22-8727   9913\n\nPIN   4821 x\n",
            "Two found:\nCUSTOMER      SSN           PIN\n[PERSON]   [US_SSN]   [SECRET]\n[PERSON]    [US_SSN]   [SECRET]\n\nPIN   4821 x\n",
        ),
    ] {
        assert_eq!(redacted(text), left);
    }
    for text in [
        "NAME                    READY   STATUS    RESTARTS   AGE\napi-7d9c6b8f5d-x2k4p    1/1     Running   0          34\n",
        "hi def link sudoersUserName    String\nhi def link sudoersUID         Number\n",
        "PID   USER   TOKEN\n48213   postgres   running\n",
        "Filesystem      Size  Used Avail Use% Mounted on\n/dev/vda1       252G   58G   34G  63% /\n",
    ] {
        assert_eq!(redacted(text), text);
    }
}

#[test]
fn tables_in_the_middle_of_a_text() {
    let prose = "One line of many.\n".repeat(12);
    let rows = "| **Full name** | Maria Lopez |\n| PIN | 4821 |\n| Plan | Gold |\n";
    let left = "| **Full name** | [PERSON] |\n| PIN | [SECRET] |\n| Plan | Gold |\n";
    let head = "\n| Field | Value |\n|---|:--|\n";
    assert_eq!(redacted(&[&prose, head, rows].concat()), [&prose, head, left].concat());
    let text = " id | full_name \n----+-----------\n  1 | Maria Lopez\n";
    assert_eq!(redacted(&[&prose, text].concat()), [&prose, &text.replace("Maria Lopez", "[PERSON]")[..]].concat());
    // Of a grid each row has a rule below it.
    let row = "| 1  | Maria Lopez |\n+----+-------------+\n";
    let head = "+----+-------------+\n| id | full_name   |\n+====+=============+\n";
    let got = redacted(&[&prose, head, &row.repeat(400)].concat());
    assert_eq!((got.matches("Maria").count(), got.matches("| [PERSON] |").count()), (0, 400));
    // One table ends where the next begins, whatever stands between.
    let first = "| user | password |\r\n|---|---|\r\n| bob | hunter2xQ9 |\r\n";
    let second = "| Package | Version |\r\n|---|---|\r\n| lodash | v4.17rc1 |\r\n";
    for between in ["\r\n", "## Packages\n", " \n", ""] {
        let got = redacted(&[&prose, first, between, second].concat());
        assert_eq!(got, [&prose, &first.replace("hunter2xQ9", "[SECRET]")[..], between, second].concat());
    }
    let many = "x\r\n| name | phone |\r\n|--|--|\r\n| ab | cd |\r\n".repeat(2000);
    assert_eq!(redacted(&many), many.replace("ab", "[PERSON]"));
    let parameters = "| Parameter | Type | Description |\n|---|---|---|\n| username | string | User name |\n| password | string | Password (8-20 chars) |\n";
    assert_eq!(redacted(parameters), parameters);
}

#[test]
fn values_in_messages_of_validation() {
    let message = |field: &str, value: &str| {
        format!(
            "1 validation error for User\n{field}\n  String should have at least 6 characters [type=string_too_short, input_value={value}, input_type=str]\n"
        )
    };
    for (field, value, left) in [
        ("password", "'hunterXy77'", "'[SECRET]'"),
        ("account.pin", "'4821'", "'[SECRET]'"),
        ("guests.0.full_name", "\"Bob Stone\"", "\"[PERSON]\""),
        ("users[0].password.str\r", "'hunterXy77'", "'[SECRET]'"),
        ("model", "'gpt-4o-mini'", "'gpt-4o-mini'"),
        ("a password of one", "'gpt-4o-mini'", "'gpt-4o-mini'"),
    ] {
        assert_eq!(redacted(&message(field, value)), message(field, left));
    }
}
