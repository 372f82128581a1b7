import TideModel
import TideStore

/// Searches what is written about things, not their names alone: definitions, themes, and words that stand for others.
struct WordSearch<Item> {
  /// Where the words were found.
  enum Place: String, Sendable {
    case name, theme, definition
    /// Only with words that people use for those asked for.
    case otherWords = "other words"
  }

  /// An item and its texts.
  struct Entry {
    let item: Item
    let names: [String]
    var themes: [String] = []
    var definition = ""
  }

  private let entries: [Entry]
  private let index: WordIndex

  /// How much a word counts in names, themes and definitions.
  private static var weights: [Double] { [10, 3, 1] }

  init(_ entries: [Entry]) throws {
    self.entries = entries
    index = try WordIndex(
      weights: Self.weights,
      entries: entries.lazy.map {
        [$0.names.joined(separator: " . "), $0.themes.joined(separator: " . "), $0.definition]
      })
  }

  /// The entries that hold every telling word of a text or one that stands for it, best first: those that hold the words
  /// themselves before the others.
  func search(_ text: String) throws -> [(item: Item, place: Place)] {
    let words = SearchEntry.telling(Vocabulary.words(text))
    let literal = try index.search(words.map { [$0] })
    let widened = try index.search(words.map(Synonyms.of)).filter { !literal.contains($0) }
    return literal.map { (entries[$0].item, place(of: words, in: entries[$0])) }
      + widened.map { (entries[$0].item, .otherWords) }
  }

  /// The first of names, themes and definition that, with those before it, begin with all the words; else the definition, since
  /// stems may differ from the words.
  private func place(of words: [String], in entry: Entry) -> Place {
    var held = entry.names.flatMap { Vocabulary.words($0) }
    func hasAll() -> Bool { words.allSatisfy { word in held.contains { $0.hasPrefix(word) } } }
    if hasAll() { return .name }
    held += entry.themes.flatMap { Vocabulary.words($0) }
    return hasAll() ? .theme : .definition
  }

  /// The text with each word that no entry holds replaced by the nearest one that some entry does; nil where a word has
  /// none near, or all are held.
  /// - Complexity: O(words of all texts).
  func corrected(_ text: String) -> String? {
    var held: Set<String> = []
    for entry in entries {
      for text in entry.names + entry.themes + [entry.definition] { held.formUnion(Vocabulary.words(text)) }
    }
    let vocabulary = held.sorted()
    var changed = false
    let words = SearchEntry.telling(Vocabulary.words(text)).map { word -> String? in
      if vocabulary.contains(where: { $0.hasPrefix(word) }) || Synonyms.of(word).count > 1 { return word }
      let limit = SearchIndex.slips(in: word)
      let near = vocabulary.compactMap { candidate in
        TextDistance.edits(word, candidate, limit: limit).map { (distance: $0, word: candidate) }
      }.min { ($0.distance, $0.word) < ($1.distance, $1.word) }
      if near != nil { changed = true }
      return near?.word
    }
    guard changed, !words.contains(nil) else { return nil }
    return words.compactMap { $0 }.joined(separator: " ")
  }
}
