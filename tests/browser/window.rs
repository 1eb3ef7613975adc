//! A browser's window as somebody uses it. Every call and every wait has an end; what is expected is waited for, and
//! what never comes fails with the page as it stands.

use std::future::Future;
use std::time::{Duration, Instant};

use fantoccini::actions::{InputSource, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PointerAction};
use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::key::Key;
use fantoccini::wd::{WebDriverCompatibleCommand, WindowHandle};
use fantoccini::{Client, Locator};
use serde_json::Value;

use crate::server::Server;

/// The most a call of the browser may take.
const CALL: Duration = Duration::from_secs(45);
/// The most that is waited for something expected.
const WAIT: Duration = Duration::from_secs(20);
/// How often it is looked for.
const LOOK: Duration = Duration::from_millis(30);

/// A window.
pub struct Window {
    client: Client,
    base: String,
}

impl Window {
    /// The window of a browser that has just been opened.
    pub fn new(client: Client, server: &Server) -> Window {
        Window { client, base: server.url("") }
    }

    /// From now on the installation is found under the name of this machine, and not by its number.
    pub fn goes_by_name(&mut self) {
        self.base = self.base.replace("127.0.0.1", "localhost");
    }

    /// Tells the browser's driver something that fantoccini has no words for.
    pub async fn tell(&self, command: impl WebDriverCompatibleCommand + Send + 'static) {
        self.within("a command", self.client.issue_cmd(command)).await.unwrap();
    }

    /// Opens an address of the installation.
    pub async fn go(&self, path: &str) {
        self.within(path, self.client.goto(&format!("{}{path}", self.base))).await.unwrap();
    }

    /// Path and query of the page shown.
    pub async fn here(&self) -> String {
        let url = self.within("the address", self.client.current_url()).await.unwrap();
        url[url::Position::BeforePath..url::Position::AfterQuery].to_owned()
    }

    /// The page at this path is shown; its query does not matter.
    pub async fn arrives(&self, path: &str) {
        self.wait(&format!("the page {path}"), async || self.here().await.split('?').next() == Some(path)).await;
    }

    /// The page shows these words.
    pub async fn shows(&self, words: &str) {
        self.wait(&format!("the words {words:?}"), async || self.text("body").await.contains(words)).await;
    }

    /// Something of this kind is on the page.
    pub async fn has(&self, css: &str) {
        self.wait(css, async || self.count(css).await > 0).await;
    }

    /// How many of this kind are on the page.
    pub async fn count(&self, css: &str) -> u64 {
        let found = self.ask("return document.querySelectorAll(arguments[0]).length", &[css]).await;
        found.as_u64().unwrap()
    }

    /// The words of the first of this kind as people see them; none where there is no such thing.
    pub async fn text(&self, css: &str) -> String {
        let script = "return document.querySelector(arguments[0])?.innerText.replace(/[\\u2066-\\u2069]/g, '') ?? ''";
        self.ask(script, &[css]).await.as_str().unwrap().to_owned()
    }

    /// What a script of the test's own says; runs where the page's own scripts are switched off, too.
    pub async fn ask(&self, script: &str, words: &[&str]) -> Value {
        let words = words.iter().map(|word| Value::from(*word)).collect();
        self.within(script, self.client.execute(script, words)).await.unwrap()
    }

    /// What a script says after a while, through the callback that is its last argument.
    pub async fn ask_later(&self, script: &str) -> Value {
        self.within(script, self.client.execute_async(script, Vec::new())).await.unwrap()
    }

    /// A script of the test's own says that it is so.
    pub async fn holds(&self, what: &str, script: &str, words: &[&str]) {
        self.wait(what, async || self.ask(script, words).await == Value::Bool(true)).await;
    }

    /// Clicks the first of this kind that can be seen.
    pub async fn click(&self, css: &str) {
        self.click_at(css, Locator::Css(css)).await;
    }

    /// Clicks the link or button with these words.
    pub async fn press(&self, words: &str) {
        let path = format!("//*[self::a or self::button or self::summary][normalize-space()='{words}']");
        self.click_at(words, Locator::XPath(&path)).await;
    }

    async fn click_at(&self, what: &str, place: Locator<'_>) {
        self.wait(&format!("{what} to click"), async || match self.seen(place).await {
            Some(element) => self.within(what, element.click()).await.is_ok(),
            None => false,
        })
        .await;
    }

    /// Puts words into a field, in place of what is there.
    pub async fn fill(&self, name: &str, words: &str) {
        let css = format!("main [name='{name}']:not([type=hidden])");
        self.wait(&format!("the field {name}"), async || match self.seen(Locator::Css(&css)).await {
            Some(field) => {
                let done = async { field.clear().await.and(field.send_keys(words).await) };
                self.within(name, done).await.is_ok()
            }
            None => false,
        })
        .await;
    }

    /// Chooses from a select, by what people read there.
    pub async fn choose(&self, name: &str, label: &str) {
        let css = format!("select[name='{name}']");
        let select = self.seen(Locator::Css(&css)).await.unwrap_or_else(|| panic!("no select {name}"));
        self.within(name, select.select_by_label(label)).await.unwrap();
    }

    /// Chooses one of several, or ticks a box, by the words beside it.
    pub async fn tick(&self, label: &str) {
        let path = format!("//main//label[contains(@class, 'choice')][normalize-space()='{label}']");
        self.click_at(label, Locator::XPath(&path)).await;
    }

    /// Drags one thing onto another with the mouse: down, on the way, there, up. Chromium makes a drag of it as it does
    /// of a hand's, with the page's own drag events.
    pub async fn drag(&self, what: &str, onto: &str) {
        let (from, to) = (self.middle(what).await, self.middle(onto).await);
        let go = |(x, y): (f64, f64), millis: u64| PointerAction::MoveTo {
            duration: Some(Duration::from_millis(millis)),
            x: x.round(),
            y: y.round(),
        };
        let mouse = MouseActions::new("mouse".to_owned())
            .then(go(from, 0))
            .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT })
            .then(go((from.0 + 9.0, from.1 + 9.0), 60))
            .then(go(to, 120))
            .then(go((to.0 + 3.0, to.1 + 3.0), 60))
            .then(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
        self.within(what, self.client.perform_actions(mouse)).await.unwrap();
    }

    /// Where on the screen the middle of something is.
    async fn middle(&self, css: &str) -> (f64, f64) {
        self.has(css).await;
        let script = "const all = document.querySelector(arguments[0]); \
            all.scrollIntoView({ block: 'nearest', inline: 'nearest' }); \
            const { x, y, width, height } = all.getBoundingClientRect(); \
            return [x + width / 2, y + height / 2]";
        let at = self.ask(script, &[css]).await;
        (at[0].as_f64().unwrap(), at[1].as_f64().unwrap())
    }

    /// Presses a key, with Shift held where asked.
    pub async fn key(&self, key: impl Into<char>, shift: bool) {
        let (key, held) = (key.into(), char::from(Key::Shift));
        let mut strokes = vec![KeyAction::Down { value: key }, KeyAction::Up { value: key }];
        if shift {
            strokes.insert(0, KeyAction::Down { value: held });
            strokes.push(KeyAction::Up { value: held });
        }
        self.strokes(strokes).await;
    }

    /// Types words where the keyboard is.
    pub async fn types(&self, words: &str) {
        let strokes = words.chars().flat_map(|value| [KeyAction::Down { value }, KeyAction::Up { value }]);
        self.strokes(strokes.collect()).await;
    }

    async fn strokes(&self, strokes: Vec<KeyAction>) {
        let keyboard = strokes.into_iter().fold(KeyActions::new("keyboard".to_owned()), KeyActions::then);
        self.within("keys", self.client.perform_actions(keyboard)).await.unwrap();
    }

    /// Opens another tab and looks at it from now on; answers the one that stays open behind it.
    pub async fn another_tab(&self) -> WindowHandle {
        let behind = self.within("the tab", self.client.window()).await.unwrap();
        let fresh = self.within("a new tab", self.client.new_window(true)).await.unwrap();
        self.look_at(fresh.handle).await;
        behind
    }

    /// Looks at this tab from now on.
    pub async fn look_at(&self, tab: WindowHandle) {
        self.within("the tab", self.client.switch_to_window(tab)).await.unwrap();
    }

    /// The first of this kind that can be seen.
    async fn seen(&self, place: Locator<'_>) -> Option<Element> {
        let found = self.within("elements", self.client.find_all(place)).await.ok()?;
        for element in found {
            if self.within("an element", element.is_displayed()).await.unwrap_or(false) {
                return Some(element);
            }
        }
        None
    }

    /// Waits until it is so.
    pub async fn wait(&self, what: &str, mut is_so: impl AsyncFnMut() -> bool) {
        let began = Instant::now();
        while !is_so().await {
            if began.elapsed() > WAIT {
                panic!("waited in vain for {what} on {}:\n{}", self.here().await, self.text("body").await);
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    async fn within<T>(&self, what: &str, call: impl Future<Output = Result<T, CmdError>>) -> Result<T, CmdError> {
        let done = tokio::time::timeout(CALL, call).await;
        done.unwrap_or_else(|_| panic!("the browser takes too long: {what}"))
    }
}
