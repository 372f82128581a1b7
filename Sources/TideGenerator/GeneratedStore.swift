public import TideModel
public import TideStore

extension GeneratedData {
  /// Writes and commits all figures, indicators and areas as the first release of a store.
  /// - Parameters:
  ///   - writer: of a store without releases; it is spent afterwards.
  ///   - published: the day recorded as that of publication; else today.
  ///   - progress: told how many indicators are done.
  /// - Returns: the release.
  /// - Throws: `usage` where the store holds releases; else what the writer throws.
  @discardableResult
  public func write(
    to writer: StoreWriter, published: CalendarDate? = nil, progress: (Int) -> Void = { _ in }
  ) throws(StoreError) -> Release {
    guard writer.before.release == nil else {
      throw StoreError(
        .usage, "the store \(writer.path) holds releases already",
        remedy: "Name a folder that does not exist yet: generated figures are not mixed with others.")
    }
    do throws(StoreError) {
      let counts = try add(to: writer, progress)
      return try writer.commit(published: published, counts: counts, sources: [])
    } catch {
      writer.abandon()
      throw error
    }
  }

  private func add(to writer: StoreWriter, _ progress: (Int) -> Void) throws(StoreError) -> Release.Counts {
    for indicator in indicators { writer.describe(indicator) }
    for area in areas { writer.describe(area) }
    let areaIDs = areas.map { writer.areaID($0.code) }
    for stratum in strata { _ = writer.stratumID(stratum) }
    let note = writer.textID(GeneratedSlice.suppressionNote)
    var counts = Release.Counts()
    for number in indicators.indices {
      try forEachSlice(of: number) { (slice) throws(StoreError) in
        for (areaClass, places) in areaClasses where !places.isEmpty && places.upperBound <= slice.areaCount {
          let key = PanelKey(
            indicator: indicators[number].id, stratum: writer.stratumID(slice.stratum), areaClass: areaClass)
          let draft = slice.draft(key: key, places: places, areaIDs: Array(areaIDs[places]), note: note)
          counts.new += draft.states.count
          try writer.add(draft)
        }
      }
      progress(number + 1)
    }
    return counts
  }
}

extension GeneratedSlice {
  /// The panel of the areas in `places`.
  fileprivate func draft(key: PanelKey, places: Range<Int>, areaIDs: [Int64], note: Int64) -> PanelDraft {
    var draft = PanelDraft(
      key: key, areas: areaIDs, periods: periods, labels: Array(repeating: 0, count: periods.count))
    func cut<Number>(_ column: [Number]) -> [Number] {
      places.count == areaCount
        ? column
        : periods.indices.flatMap { column[$0 * areaCount + places.lowerBound..<$0 * areaCount + places.upperBound] }
    }
    for (measure, whole) in figures.enumerated() where !whole.isEmpty {
      let column = cut(whole)
      draft.figures[measure] = column.map { $0.isNaN ? 0 : $0 }
      draft.present[measure] = column.map { !$0.isNaN }
    }
    let hidden = cut(isSuppressed)
    let plain = 1 + Int64(Status.none.rawValue)
    let suppressed = 1 + Int64(Status.suppressed.rawValue)
    draft.states = hidden.map { $0 ? suppressed : plain }
    if hidden.contains(true) { draft.notes = hidden.map { $0 ? note : 0 } }
    return draft
  }
}
