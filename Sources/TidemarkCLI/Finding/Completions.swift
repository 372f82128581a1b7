import ArgumentParser
import TideModel
import TideQuery
import TideStore

/// What shells offer when the Tab key is pressed: names out of the store that the command line speaks of.
///
/// Names are offered as one word, in small letters with hyphens (`infant-mortality-rate`), which needs no quotes in any
/// shell and stands for the name wherever it is typed. Whatever goes wrong nothing is offered: a completion has nowhere to
/// say so.
enum Completions {
  /// At most so many are offered; more of the word brings the others.
  private static let most = 200

  @Sendable static func indicators(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
    offered(words, prefix) { snapshot in
      let indicators = try snapshot.indicators()
      return indicators.map { slug($0.name) } + indicators.map { String($0.id) }
    }
  }

  @Sendable static func areas(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
    offered(words, prefix) { snapshot in
      let areas = try snapshot.areas()
      return areas.map { slug($0.name) } + areas.map(\.code)
    }
  }

  /// What `describe` takes.
  @Sendable static func things(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
    indicators(words, index, prefix) + areas(words, index, prefix)
  }

  /// What an area may be compared against.
  @Sendable static func benchmarks(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
    ["mean", "median", "pooled"].filter { $0.hasPrefix(prefix) } + areas(words, index, prefix)
  }

  /// Groups of peers, of the store and of the settings.
  @Sendable static func groups(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
    offered(words, prefix) { snapshot in
      let members = try snapshot.areas().flatMap(\.parents).filter { $0.hierarchy == "group" }.map(\.code)
      return Set(members + Settings.current.groups.map(\.name)).sorted()
    }
  }

  @Sendable static func themes(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
    offered(words, prefix) { Set(try $0.indicators().flatMap(\.themes).map(slug)).sorted() }
  }

  @Sendable static func sexes(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
    strata(words, prefix, \.sex)
  }

  @Sendable static func ages(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
    strata(words, prefix, \.age)
  }

  @Sendable static func categories(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
    strata(words, prefix, \.categoryType)
  }

  private static func strata(
    _ words: [String], _ prefix: String, _ text: @Sendable (Stratum) -> String
  ) -> [String] {
    offered(words, prefix) { snapshot in
      let strata = Set(try snapshot.panelKeys().map(\.stratum)).compactMap { try? snapshot.stratum($0) }
      return Set(strata.map(text).filter { !$0.isEmpty }).sorted()
    }
  }

  private static func offered(
    _ words: [String], _ prefix: String, _ texts: (Snapshot) throws -> [String]
  ) -> [String] {
    guard let snapshot = try? Snapshot.open(store(words)), let texts = try? texts(snapshot) else { return [] }
    let wanted = prefix.lowercased()
    let fitting = texts.filter { $0.lowercased().hasPrefix(wanted) }
    // Bash puts what it is given into the line as it stands, where `<1 yr` would read a file.
    let safe = CompletionShell.requesting == .bash ? fitting.filter(isOneWord) : fitting
    return Array(safe.prefix(most))
  }

  /// Whether a shell takes a text for one word without quotes.
  private static func isOneWord(_ text: String) -> Bool {
    text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "." || $0 == "_" }
  }

  /// The store that a command line names, else that of the settings.
  private static func store(_ words: [String]) -> String {
    for (index, word) in words.enumerated() {
      if word == "--store", words.indices.contains(index + 1) { return words[index + 1] }
      if word.hasPrefix("--store=") { return String(word.dropFirst(8)) }
    }
    return Settings.current.value(.store).text
  }

  /// A name as one word: its letters and digits in small letters, a hyphen between words.
  static func slug(_ name: String) -> String { Vocabulary.words(name).joined(separator: "-") }
}
