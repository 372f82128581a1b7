public import Foundation

/// Chromium without a window, for what only a browser can tell of a page. One runs at a time.
///
/// It reaches no network and keeps nothing. It runs without its sandbox, which containers often forbid, because it is given
/// nothing but the project's own pages.
public enum Chromium {
  /// The browser.
  public static let tool = ExternalTool("chromium", "chromium-browser", "google-chrome")

  /// Whether it is there and can run.
  public static let works: Bool = tool.isThere && (try? ask("return 1", of: "<p></p>", as: Int.self)) == 1

  /// Why a test is skipped.
  public static let skipped = "Chromium is missing or cannot run: make extras installs it"

  /// Whether pages are set in letters as wide as Helvetica's, which is what charts reckon with.
  public static let hasHelveticaWidths: Bool = {
    let matcher = ExternalTool("fc-match")
    guard matcher.isThere else { return false }
    let family = try? matcher.run(["-f", "%{family}", "Arial"], in: FileManager.default.temporaryDirectory).output
    let name = String(decoding: family ?? Data(), as: UTF8.self)
    return ["Arial", "Helvetica", "Liberation Sans", "Arimo"].contains { name.hasPrefix($0) }
  }()

  /// What a script finds in a page.
  /// - Parameters:
  ///   - script: the body of an asynchronous function that returns what JSON can hold. It runs once the page is there.
  ///   - page: an HTML document.
  ///   - libraries: files of scripts that are read before.
  ///   - width: the width of the window in pixels, at least 500.
  public static func ask<Answer: Decodable>(
    _ script: String, of page: String, libraries: [URL] = [], width: Int = 1440, as: Answer.Type = Answer.self
  ) throws -> Answer {
    let reads = libraries.map { "<script src=\"\($0.absoluteString)\"></script>" }.joined()
    let added = """
      \(reads)<script>
      const say = (found) => {
        document.documentElement.textContent = "FOUND " + encodeURIComponent(JSON.stringify(found)) + " END";
      };
      (async () => {
        if (document.readyState != "complete") await new Promise((go) => addEventListener("load", go));
        await document.fonts.ready;
        \(script)
      })().then((answer) => say({ answer }), (error) => say({ problem: String(error.stack || error) }));
      </script>
      """
    let end = page.range(of: "</body>", options: .backwards)?.lowerBound ?? page.endIndex
    let whole = String(page[..<end]) + added + String(page[end...])
    let outcome = try run(["--virtual-time-budget=60000", "--window-size=\(width),1000", "--dump-dom"], whole)
    let text = String(decoding: outcome.output, as: UTF8.self)
    guard let found = text.firstMatch(of: /FOUND (\S*) END/)?.1.removingPercentEncoding else {
      throw Failure(message: "the page did not answer: \(text.prefix(300)) \(outcome.errors.suffix(2000))")
    }
    let answer = try JSONDecoder().decode(Found<Answer>.self, from: Data(found.utf8))
    guard let value = answer.answer else { throw Failure(message: answer.problem ?? found) }
    return value
  }

  /// The page as it is printed, in PDF.
  public static func pdf(of page: String) throws -> Data {
    try file("page.pdf", ["--no-pdf-header-footer", "--print-to-pdf=page.pdf"], page)
  }

  private static func file(_ name: String, _ arguments: [String], _ page: String) throws -> Data {
    var data: Data?
    let outcome = try run(arguments, page) { data = try? Data(contentsOf: $0.appendingPathComponent(name)) }
    guard let data else { throw Failure(message: "no \(name): \(outcome.errors.suffix(2000))") }
    return data
  }

  private static let turn = NSLock()

  private static func run(
    _ arguments: [String], _ page: String, after: (URL) -> Void = { _ in }
  ) throws -> ExternalTool.Outcome {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tidemark-page-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("page.html")
    try Data(page.utf8).write(to: file)
    let usual = [
      "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--hide-scrollbars",
      "--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND",
      "--user-data-dir=\(folder.appendingPathComponent("profile").path)",
    ]
    return try turn.withLock {
      let outcome = try tool.run(usual + arguments + [file.absoluteString], in: folder)
      after(folder)
      return outcome
    }
  }

  private struct Found<Answer: Decodable>: Decodable {
    let answer: Answer?
    let problem: String?
  }

  /// What went wrong in the browser.
  struct Failure: Error {
    let message: String
  }
}
