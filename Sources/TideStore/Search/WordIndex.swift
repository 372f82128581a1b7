import GRDB
import TideModel

/// Texts that are searched by their words and ranked by how well they fit: SQLite's FTS5 over a table in memory.
///
/// Words are compared by their stems in English (`screened` fits `screening`), without regard to case and accents. It is
/// made anew for each search of a catalogue, whose texts are few, so that stores hold nothing that could be out of date.
public final class WordIndex {
  private let queue: DatabaseQueue
  private let weights: [Double]

  /// An index of entries, each with one text a column.
  /// - Parameter weights: how much a word counts in each column.
  /// - Throws: `StoreError` (`io`) where this SQLite has no FTS5.
  /// - Complexity: O(characters of all texts).
  public init(weights: [Double], entries: some Sequence<[String]>) throws(StoreError) {
    self.weights = weights
    queue = try Self.failing {
      let queue = try DatabaseQueue()
      let columns = weights.indices.map { "c\($0)" }
      try queue.write { db in
        try db.execute(
          sql: """
            CREATE VIRTUAL TABLE entry USING fts5(
              \(columns.joined(separator: ", ")), tokenize = 'porter unicode61 remove_diacritics 2', prefix = '2 3');
            """)
        let marks = Array(repeating: "?", count: weights.count + 1).joined(separator: ", ")
        let insert = try db.makeStatement(
          sql: "INSERT INTO entry (rowid, \(columns.joined(separator: ", "))) VALUES (\(marks))")
        for (index, texts) in entries.enumerated() {
          try insert.execute(arguments: StatementArguments([index] + texts.map { $0 as any DatabaseValueConvertible }))
        }
      }
      return queue
    }
  }

  /// The entries that hold a word of every group, best first, by their positions.
  ///
  /// Entries are ranked by BM25 (Robertson and Zaragoza 2009, as FTS5 has it) over the weighted columns.
  /// - Parameter groups: of each group one word has to be there, whole or as the beginning of a longer one. A group without
  ///   words fits nothing.
  public func search(_ groups: [[String]]) throws(StoreError) -> [Int] {
    let groups = groups.map { $0.flatMap { Vocabulary.words($0) } }
    guard !groups.isEmpty, !groups.contains(where: \.isEmpty) else { return [] }
    // Vocabulary's words are letters and digits alone: no quote can end the string early.
    let query = groups.map { group in
      "(" + group.map { "\"\($0)\" OR \"\($0)\"*" }.joined(separator: " OR ") + ")"
    }.joined(separator: " AND ")
    let ranking = "bm25(entry, \(weights.map(\.description).joined(separator: ", ")))"
    return try Self.failing {
      try queue.read { db in
        try Int.fetchAll(
          db, sql: "SELECT rowid FROM entry WHERE entry MATCH ? ORDER BY \(ranking), rowid", arguments: [query])
      }
    }
  }

  private static func failing<T>(_ body: () throws -> T) throws(StoreError) -> T {
    do {
      return try body()
    } catch {
      throw StoreError(
        .io, "words cannot be searched: \(error)", file: "",
        remedy: "Name indicators and areas by id or code; SQLite's FTS5 is missing or has no memory.")
    }
  }
}
