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
    stay(&[
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
