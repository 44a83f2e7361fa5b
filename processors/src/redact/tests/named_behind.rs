//! Values whose name stands behind them.

use super::{becomes, stay};

#[test]
fn what_somebody_says_a_value_is() {
    becomes(&[
        ("4155550132 is my phone number", "[PHONE] is my phone number"),
        ("Call me: 4155550132 is her mobile number.", "Call me: [PHONE] is her mobile number."),
        ("078051120 is my SSN", "[US_SSN] is my SSN"),
        ("123456789 is the social security number", "[US_SSN] is the social security number"),
        ("A1234567 is my passport number", "[PASSPORT] is my passport number"),
        ("Tr0ub4dor&3 is my password", "[SECRET] is my password"),
        ("\"hunter2x!\" is the password for prod", "\"[SECRET]\" is the password for prod"),
        ("Xk9#5623qZ is our old password", "[SECRET] is our old password"),
    ]);
    becomes(&[
        ("Please check 219099998 (SSN)", "Please check [US_SSN] (SSN)"),
        ("219099998 (social security number)", "[US_SSN] (social security number)"),
        ("A12345678 (passport number) was scanned", "[PASSPORT] (passport number) was scanned"),
        ("12/03/1984 (date of birth)", "[DATE_OF_BIRTH] (date of birth)"),
        ("1984-03-12 (DOB)", "[DATE_OF_BIRTH] (DOB)"),
        ("0151 23456789 (mobile)", "[PHONE] (mobile)"),
        ("5550132345(phone)", "[PHONE](phone)"),
        ("06.12.34.56.78 (mobile)", "[PHONE] (mobile)"),
        ("415.555.0132 (cell)", "[PHONE] (cell)"),
        ("21623919 (phone)", "[PHONE] (phone)"),
        ("4155550132 ist meine Telefonnummer", "[PHONE] ist meine Telefonnummer"),
        ("12345678 es mi DNI", "[AR_DNI] es mi DNI"),
        ("so 12345678 es mi muy bonito personalisimo DNI", "so [AR_DNI] es mi muy bonito personalisimo DNI"),
        ("x 110101199003074219 (no 身份证号) x", "x [CN_RESIDENT_ID] (no 身份证号) x"),
        ("110101199003074219 (身份证号)", "[CN_RESIDENT_ID] (身份证号)"),
    ]);
    stay(&[
        "02935742 (employee id)",
        "12345678 (order)",
        "123456789 (bytes)",
        "2026-03-12 (release)",
        "2026-03-12 (birth of the project)",
        "1234567890 (see the phone book)",
        "took 1234567 (phone: none)",
        "12345678 ist meine Kundennummer",
        "Chrome 120.0.6099.230 (Mobile) is supported",
        "build 20240115.1 (mobile), 10.12.14 (phone)",
        "an interview on 2026-03-12 (phone), the next on 12.03.2026 (phone)",
        "20240115 (phone)",
        "revenue: 1234567.89 (mobile)",
        "sessions: 12345678 (mobile)",
        "4155550132 is my favourite number",
        "1234567 is the number of rows",
        "123456789 is the largest prime",
        "build 4155550132 is the latest",
        "hunting is my password strategy",
        "admin is the password",
        "What is the password?",
        "The answer is my password manager",
        "error 12345678 is the account that failed",
    ]);
}
