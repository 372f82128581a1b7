import TideModel

/// One thing that can be found, under its names.
struct SearchEntry {
  let id: String
  let name: String
  /// Which kind of thing is meant first where names are equal: smaller first.
  let precedence: Int
  let keys: [String]
  /// One list of words for each name.
  let words: [[String]]
  /// The words outside brackets, for each name.
  let plainWords: [[String]]

  init(id: String, names: [String], precedence: Int = 0) {
    self.id = id
    name = names.first ?? id
    self.precedence = precedence
    let names = names.filter { !$0.isEmpty }
    keys = ([id] + names).map(Vocabulary.key)
    words = names.map(Vocabulary.words)
    plainWords = names.map { Vocabulary.words($0.prefix { $0 != "(" }) }
  }

  /// Words that say what kind of number an indicator or what kind of place an area is, not what it is about.
  private static let filler: Set<String> = [
    "rate", "rates", "ratio", "prevalence", "percentage", "proportion", "percent", "number", "count", "of", "the", "in",
    "for", "and", "a", "to", "per", "with", "from", "by", "at", "region",
  ]

  /// A list of words without filler; the list itself when there is nothing else.
  static func telling(_ words: [String]) -> [String] {
    let kept = words.filter { !filler.contains($0) }
    return kept.isEmpty ? words : kept
  }
}

/// How closely a text fits an entry; smaller is closer.
enum SearchTier: Int, Comparable {
  /// The id, or a name letter by letter.
  case exact
  /// A name's telling words are the words asked for.
  case sameWords
  /// The telling words outside brackets are the words asked for.
  case samePlainWords
  /// A name begins with the words asked for.
  case prefix
  /// Each word asked for begins a word of a name outside brackets.
  case plainWords
  /// Each word asked for begins a word of a name.
  case words

  static func < (lhs: SearchTier, rhs: SearchTier) -> Bool { lhs.rawValue < rhs.rawValue }

  /// The tier of an entry; nil when it does not fit.
  init?(_ entry: SearchEntry, key: String, words: [String]) {
    if entry.keys.contains(key) {
      self = .exact
      return
    }
    guard !words.isEmpty else { return nil }
    let telling = SearchEntry.telling(words)
    if entry.words.contains(where: { SearchEntry.telling($0) == telling }) {
      self = .sameWords
    } else if entry.plainWords.contains(where: { SearchEntry.telling($0) == telling }) {
      self = .samePlainWords
    } else if entry.words.contains(where: { Self.begins($0, with: words) }) {
      self = .prefix
    } else if entry.plainWords.contains(where: { Self.holds($0, all: words) }) {
      self = .plainWords
    } else if entry.words.contains(where: { Self.holds($0, all: words) }) {
      self = .words
    } else {
      return nil
    }
  }

  private static func begins(_ name: [String], with words: [String]) -> Bool {
    guard name.count >= words.count, let last = words.last else { return false }
    return name.starts(with: words.dropLast()) && name[words.count - 1].hasPrefix(last)
  }

  private static func holds(_ name: [String], all words: [String]) -> Bool {
    words.allSatisfy { word in name.contains { $0.hasPrefix(word) } }
  }
}

/// Entries searched by id, name and words.
struct SearchIndex {
  let entries: [SearchEntry]

  /// The entries that fit, closest first: by tier, precedence, length of name, name.
  func search(_ text: String) -> [(tier: SearchTier, entry: SearchEntry)] {
    let key = Vocabulary.key(text)
    let words = Vocabulary.words(text)
    guard !key.isEmpty else { return [] }
    return entries.compactMap { entry in SearchTier(entry, key: key, words: words).map { (tier: $0, entry: entry) } }
      .sorted {
        ($0.tier.rawValue, $0.entry.precedence, $0.entry.name.utf8.count, $0.entry.name, $0.entry.id)
          < ($1.tier.rawValue, $1.entry.precedence, $1.entry.name.utf8.count, $1.entry.name, $1.entry.id)
      }
  }

  /// What may have been meant by a text that fits nothing: entries each of whose words are a slip or two away, or that
  /// share most words, closest first.
  func suggestions(for text: String, limit: Int = 5) -> [SearchEntry] {
    let words = SearchEntry.telling(Vocabulary.words(text))
    guard !words.isEmpty else { return [] }
    let scored: [(cost: Int, entry: SearchEntry)] = entries.compactMap { entry in
      guard let cost = entry.words.compactMap({ Self.cost(words, $0) }).min() else { return nil }
      return (cost, entry)
    }
    let sorted = scored.sorted {
      ($0.cost, $0.entry.precedence, $0.entry.name.utf8.count, $0.entry.name)
        < ($1.cost, $1.entry.precedence, $1.entry.name.utf8.count, $1.entry.name)
    }
    return sorted.prefix(limit).map(\.entry)
  }

  /// How many slips a word of its length may have.
  static func slips(in word: String) -> Int { word.count <= 3 ? 0 : word.count <= 5 ? 1 : 2 }

  /// Slips needed to find each word in a name; a word not found costs ten; nil where no more than half are found.
  private static func cost(_ words: [String], _ name: [String]) -> Int? {
    var cost = 0
    var found = 0
    for word in words {
      let limit = slips(in: word)
      let best = name.compactMap { candidate -> Int? in
        if candidate.hasPrefix(word) { return 0 }
        return TextDistance.edits(word, candidate, limit: limit)
      }.min()
      if best != nil { found += 1 }
      cost += best ?? 10
    }
    return found * 2 > words.count || (found == words.count) ? cost : nil
  }
}
