//! What a file may be called, and what it may be.

/// The most characters of a name.
const LONGEST: usize = 150;

/// Why a file is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It does something when it is opened: mail servers throw such mail away, and customers should.
    Runs,
}

/// Endings of files that do something when they are opened.
const RUN: [&str; 30] = [
    "app", "appx", "bat", "cmd", "com", "cpl", "dll", "exe", "gadget", "hta", "inf", "iso", "jar", "js", "jse", "lnk",
    "msc", "msi", "msp", "pif", "ps1", "reg", "scr", "sh", "sys", "vb", "vbe", "vbs", "ws", "wsf",
];

/// What a file is called without its folder and what no name should hold.
///
/// # Errors
/// One that does something when it is opened.
pub fn named(typed: &str) -> Result<String, Refused> {
    let last = typed.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String =
        last.chars().filter(|c| !c.is_control() && !is_turning(*c) && !"\"<>:|?*".contains(*c)).collect();
    let plain = plain.trim().trim_end_matches('.').to_owned();
    if RUN.contains(&ending(&plain).as_str()) {
        return Err(Refused::Runs);
    }
    let name: String = plain.chars().take(LONGEST).collect();
    Ok(if name.is_empty() { "file".to_owned() } else { name })
}

/// Characters that turn the direction of writing, by which `gpj.exe` reads as `exe.jpg`.
fn is_turning(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn ending(name: &str) -> String {
    name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default()
}

/// What kind of file it is, by its ending: what a mail says of it. Browsers are told nothing of the kind.
pub fn media_type(name: &str) -> &'static str {
    match ending(name).as_str() {
        "pdf" => "application/pdf",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "txt" | "log" | "md" => "text/plain",
        "csv" => "text/csv",
        "ics" => "text/calendar",
        "doc" => "application/msword",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xls" => "application/vnd.ms-excel",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "ppt" => "application/vnd.ms-powerpoint",
        "pptx" => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "odt" => "application/vnd.oasis.opendocument.text",
        "ods" => "application/vnd.oasis.opendocument.spreadsheet",
        "zip" => "application/zip",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_only_a_name() {
        assert_eq!(named(r"C:\fakepath\Offer 12.pdf"), Ok("Offer 12.pdf".to_owned()));
        assert_eq!(named("../../etc/passwd"), Ok("passwd".to_owned()));
        assert_eq!(named("a\r\nX: y\".pdf"), Ok("aX y.pdf".to_owned()));
        assert_eq!(named(""), Ok("file".to_owned()));
        assert_eq!(named("উদ্ধৃতি.pdf"), Ok("উদ্ধৃতি.pdf".to_owned()));
        assert_eq!(named(&"x".repeat(400)).map(|name| name.len()), Ok(LONGEST));
    }

    #[test]
    fn what_runs_is_not_taken_whatever_it_looks_like() {
        for name in ["setup.EXE", "offer.pdf.js", "offer.exe. ", "offer\u{202e}fdp.exe", "run.sh"] {
            assert_eq!(named(name), Err(Refused::Runs), "{name}");
        }
    }
}
