"""A person with Chromium:  browser_session.py URL PASSWORD FOLDER; prints "ok" or "not ok" lines.
Where PGSKY_SCREENSHOTS names a folder, what he sees is kept there."""
import os
import sys

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.ui import WebDriverWait

url, password, folder = sys.argv[1:]
failed = False

# What is wider than a phone, the fields without a name for those who do not see, and
# the least contrast between a text and what is behind it (WCAG 2.1: 4.5).
MEASURES = """
const room = document.documentElement.clientWidth;
const wide = document.documentElement.scrollWidth <= room ? [] : [...document.querySelectorAll('*')]
	.filter(e => e.scrollWidth > room && e.tagName != 'HTML' && e.tagName != 'BODY').map(e => e.outerHTML.slice(0, 60));
const nameless = [...document.querySelectorAll('input:not([type=hidden]), select, textarea')]
	.filter(e => !e.labels.length && !e.ariaLabel).map(e => e.name);
const rgb = text => text.match(/[\\d.]+/g).map(Number);
const light = c => c.slice(0, 3).map(v => v / 255).map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
	.reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
const ground = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor);
	if (c.length < 4 || c[3] > 0) return c; } return [255, 255, 255]; };
const contrast = e => { const a = light(rgb(getComputedStyle(e).color)), b = light(ground(e));
	return (Math.max(a, b) + .05) / (Math.min(a, b) + .05); };
const least = Math.min(...[...document.body.querySelectorAll('*')]
	.filter(e => [...e.childNodes].some(n => n.nodeType == 3 && n.data.trim())).map(contrast));
return [wide, nameless, least];
"""


def check(passed, what):
    global failed
    failed |= not passed
    print("ok" if passed else "not ok", what, flush=True)


def start():
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for argument in ("headless=new", "no-sandbox", "disable-gpu", "disable-dev-shm-usage", "no-proxy-server",
                     "disable-background-networking", "user-data-dir=" + folder + "/chromium"):
        options.add_argument("--" + argument)
    browser = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    browser.set_page_load_timeout(60)
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                            {"width": 360, "height": 740, "deviceScaleFactor": 2, "mobile": True})
    return browser


def find(what):
    return browser.find_element(By.CSS_SELECTOR, what)


def fill(**fields):
    for name, value in fields.items():
        find("[name=%s]" % name).clear()
        find("[name=%s]" % name).send_keys(value)


def button(words):
    return browser.find_element(By.XPATH, "//button[normalize-space()='%s']" % words)


def press(words):
    """Send a form, and wait for another page."""
    page = find("html")
    button(words).click()
    WebDriverWait(browser, 60).until(staleness_of(page))


def text():
    return find("body").text


def look(name, path=None):
    """Is the page fit to be looked at, on a phone?"""
    if path is not None:
        browser.get(url + path)
    wide, nameless, least = browser.execute_script(MEASURES)
    check(wide == [], name + " is as wide as a phone %s" % wide)
    check(nameless == [], name + " names its fields %s" % nameless)
    check(least >= 4.5, name + " is legible (%.2f)" % least)
    if "PGSKY_SCREENSHOTS" in os.environ:
        browser.save_screenshot("%s/%s.png" % (os.environ["PGSKY_SCREENSHOTS"], name))


def at(path):
    return browser.current_url == url + path


browser = start()
try:
    for name, path in (("start", "/"), ("limits", "/limits"), ("functions", "/tap/functions"), ("examples", "/tap/examples")):
        look(name, path)

    browser.get(url + "/account")
    check(at("/login?next=/account"), "who is not known is sent to log in")
    look("login")
    fill(username="ada", password="wrong")
    press("Log in")
    check(at("/login") and "Name or password are wrong." in text(), "a wrong password")
    look("login-wrong")
    fill(username="ada", password=password)
    press("Log in")
    check(at("/account") and "ada" in text(), "the right one leads to the account")
    cookie = browser.get_cookie("pgsky-session")
    check(cookie["httpOnly"] and cookie["sameSite"] == "Lax" and "expiry" not in cookie, "the cookie is for this visit and no script")
    check(browser.execute_script("return document.cookie") == "", "which sees none")

    button("Get new key").click()
    check(find("#token_name:invalid") is not None, "a key wants a name")
    fill(token_name="laptop")
    press("Get new key")
    key = find("#new_key").text
    check(key.startswith("psk-") and "laptop" in text(), "a new key is shown")
    look("account")
    browser.get(url + "/account")
    check(key not in browser.page_source and "laptop" in text(), "once")

    browser.get(url + "/")
    fill(QUERY="SELECT id, owner FROM sample.mine")
    press("Run")
    check([cell.text for cell in browser.find_elements(By.TAG_NAME, "td")][:2] == ["1", "ada"], "a query shows the person's own rows")
    browser.get(url + "/tap/async")
    fill(QUERY="SELECT id FROM sample.mine", RUNID="mine")
    press("Run")
    check("/tap/async/" in browser.current_url, "a job of his own")
    look("job")
    look("jobs", "/tap/async")
    check("mine" in text(), "is listed")

    for target in ("/logout", "/account"):
        browser.get("data:text/html,<form method=post action='%s%s'><input name=action value=create>"
                    "<input name=token_name value=evil><button>Go</button></form>" % (url, target))
        press("Go")
    browser.get(url + "/account")
    check(at("/account") and "evil" not in text(), "a form of another site does nothing")

    press("Revoke")
    check("The key is revoked." in text() and "laptop" not in text(), "the key is revoked")
    press("Log out")
    check(at("/login") and browser.get_cookie("pgsky-session") is None, "logged out")
    browser.get(url + "/account")
    check(at("/login?next=/account"), "and nobody again")
finally:
    browser.quit()
sys.exit(failed)
