import TideModel

/// What people typed to ask a question, none of it looked up yet: a ``Resolver`` makes a ``Query`` of it.
///
/// Every door fills it from what it is given (arguments, parameters of an address, a form). What the door reads elsewhere,
/// such as lists in files, is read before and says where it stood.
public struct QueryWords: Hashable, Sendable {
  /// Indicators by id, code or name; empty for all.
  public var indicators: [String]
  /// One of the priorities, which takes away the indicators that are not about it.
  public var priority: String?
  /// A theme by its words, which takes away the indicators that are not of it.
  public var theme: String?
  /// The area by code or name; nil for all areas.
  public var area: String?
  /// What it is compared against: an area by code or name, `mean`, `median` or `pooled`.
  public var benchmark: String
  /// Which strata, period and type.
  public var selection: SelectionWords
  /// Who is ranked.
  public var peers: PeerWords

  /// Everything about every area against England unless told otherwise.
  public init(
    indicators: [String] = [], priority: String? = nil, theme: String? = nil, area: String? = nil,
    benchmark: String = "England", selection: SelectionWords = SelectionWords(), peers: PeerWords = .areaType
  ) {
    self.indicators = indicators
    self.priority = priority
    self.theme = theme
    self.area = area
    self.benchmark = benchmark
    self.selection = selection
    self.peers = peers
  }
}

/// Which areas people want ranked together, in their words.
public enum PeerWords: Hashable, Sendable {
  /// All areas of the type.
  case areaType
  /// Those inside a larger area, by its code or name.
  case within(String)
  /// The members of a group, by its name.
  case group(String)
  /// Those of a list.
  case listed(ListedAreas)

  /// What a text names: the areas of its codes, with commas between, or else a group.
  public init(_ text: String) {
    let parts = text.split(separator: ",").map { $0.filter { !$0.isWhitespace } }
    guard parts.count > 1, parts.allSatisfy({ AreaClass(code: $0) != .other }) else {
      self = .group(text)
      return
    }
    self = .listed(ListedAreas(parts.map { ListedAreas.Entry($0) }))
  }
}

/// Areas that somebody listed: typed in a row, or read in a file or in settings.
public struct ListedAreas: Hashable, Sendable {
  /// One area.
  public struct Entry: Hashable, Sendable {
    /// Its code or name.
    public var text: String
    /// Where it was read (`neighbours.txt:3`), which an error names first; nil where it was typed.
    public var place: String?

    /// An area by its code or name, and where it was read.
    public init(_ text: String, at place: String? = nil) {
      self.text = text
      self.place = place
    }
  }

  /// What the list is called; empty for no name.
  public var title: String
  /// The areas, in any order; the same one may come more than once.
  public var entries: [Entry]

  /// A list of the given areas.
  public init(_ entries: [Entry], title: String = "") {
    self.title = title
    self.entries = entries
  }
}
