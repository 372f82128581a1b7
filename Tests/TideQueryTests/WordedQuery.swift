import TideModel
import TideQuery
import TideStore

/// A query whose selection is still in words.
struct WordedQuery {
  var query: Query
  var words = SelectionWords()

  /// The query with what the words stand for in a store.
  func resolved(in snapshot: Snapshot) throws -> Query {
    var query = query
    query.selection = try Resolver(snapshot).selection(words, of: query.indicators)
    return query
  }
}

extension QueryEngine {
  /// Answers a query whose selection is in words.
  func table(_ query: Query, _ words: SelectionWords, in snapshot: Snapshot) throws -> ResultTable {
    try table(WordedQuery(query: query, words: words).resolved(in: snapshot))
  }
}
