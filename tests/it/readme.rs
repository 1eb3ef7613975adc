//! The README says what is so.

use fursa::config::SETTINGS;

#[test]
fn the_table_of_settings_is_the_programs_own() {
    let readme = std::fs::read_to_string("README.md").unwrap();
    let table = readme.split("| name | default | meaning |\n|---|---|---|\n").nth(1).unwrap();
    let rows: Vec<&str> = table.lines().take_while(|line| line.starts_with('|')).collect();
    let code = |word: &str| if word.is_empty() { String::new() } else { format!("`{word}`") };
    let row = |name: &str, default: &str, meaning: &str| format!("| `{name}` | {} | {meaning} |", code(default));
    let own: Vec<String> = SETTINGS.iter().map(|one| row(one.name, one.default, one.meaning)).collect();
    assert_eq!(rows, own);
}

#[test]
fn every_path_it_names_is_there() {
    let readme = std::fs::read_to_string("README.md").unwrap();
    let words = readme.split(['`', '(', ')', ' ', '\n']);
    let is_path = |word: &&str| {
        ["src/", "tests/", "templates/", "migrations/", "benches/", ".github/"]
            .iter()
            .any(|root| word.starts_with(root))
    };
    let named: Vec<&str> = words.filter(is_path).filter(|word| !word.contains(['<', '…', '*'])).collect();
    assert!(!named.is_empty());
    for path in named {
        let path = path.trim_end_matches([',', '.', ';', ':', '/']);
        assert!(std::path::Path::new(path).exists(), "{path} is not there");
    }
}
