extension ResultTable {
  /// The cells of which a column is made, to which rows point by their place.
  ///
  /// Batches of one answer share one lexicon, so that a writer words each of its cells once. It never changes once it is
  /// shared: who would add to it gets a copy.
  public final class Lexicon: @unchecked Sendable {
    // Sendable, because cells are added only by an owner that knows itself to be the only one.
    /// The cells by place.
    public private(set) var cells: [Cell]
    private var placesByCell: [Cell: Int32]?

    /// The given cells, usually each once.
    public init(_ cells: [Cell]) { self.cells = cells }

    /// The given texts, usually each once; empty ones are missing cells.
    public convenience init(texts: [String]) { self.init(texts.map { $0.isEmpty ? .missing : .text($0) }) }

    fileprivate func copy() -> Lexicon { Lexicon(cells) }

    /// The place of a cell, which is added where it is new.
    fileprivate func place(adding cell: Cell) -> Int32 {
      if placesByCell == nil {
        placesByCell = Dictionary(zip(cells, 0..<Int32(cells.count)), uniquingKeysWith: { first, _ in first })
      }
      if let known = placesByCell?[cell] { return known }
      let place = Int32(cells.count)
      cells.append(cell)
      placesByCell?[cell] = place
      return place
    }
  }

  /// A column's cells as places in a lexicon.
  public struct Coded: Sendable {
    /// The place of each row's cell; -1 for a missing one.
    public private(set) var places: [Int32]
    /// What the places stand for.
    public private(set) var lexicon: Lexicon

    /// Places in a lexicon.
    /// - Precondition: all of them are places of it, or -1.
    public init(_ places: [Int32], of lexicon: Lexicon) {
      let known = -1..<Int32(lexicon.cells.count)
      precondition(places.allSatisfy(known.contains), "a place that is not in the lexicon")
      self.places = places
      self.lexicon = lexicon
    }

    /// None yet.
    init() { (places, lexicon) = ([], Lexicon([])) }

    /// The cell of a row.
    public subscript(row: Int) -> Cell {
      let place = places[row]
      return place < 0 ? .missing : lexicon.cells[Int(place)]
    }

    mutating func append(_ cell: Cell) { places.append(place(of: cell)) }

    private mutating func place(of cell: Cell) -> Int32 {
      if cell == .missing { return -1 }
      if let last = places.last, last >= 0, lexicon.cells[Int(last)] == cell { return last }
      if !isKnownUniquelyReferenced(&lexicon) { lexicon = lexicon.copy() }
      return lexicon.place(adding: cell)
    }

    mutating func append(contentsOf other: Coded) {
      if other.lexicon === lexicon {
        places += other.places
        return
      }
      var placesHere = [Int32?](repeating: nil, count: other.lexicon.cells.count)
      places.reserveCapacity(places.count + other.places.count)
      for place in other.places {
        guard place >= 0 else {
          places.append(-1)
          continue
        }
        let here = placesHere[Int(place)] ?? self.place(of: other.lexicon.cells[Int(place)])
        placesHere[Int(place)] = here
        places.append(here)
      }
    }

    func selecting(_ rows: [Int]) -> Coded {
      var chosen = self
      chosen.places = rows.map { places[$0] }
      return chosen
    }
  }
}
