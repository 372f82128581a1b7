import TideModel

/// Where bytes of rows go: called with about 256 KiB at a time.
public typealias GeneratedSink = (UnsafeRawBufferPointer) throws -> Void

extension GeneratedData {
  /// Writes the 27 columns of the Fingertips service's files.
  ///
  /// Rows come by indicator, stratum, period and area; the parent of an authority or small area is its region. Trend and
  /// comparison texts are left blank.
  /// - Parameters:
  ///   - sink: takes the bytes; what it throws is passed on.
  ///   - progress: told how many indicators are done.
  public func writeFingertips(to sink: @escaping GeneratedSink, progress: (Int) -> Void = { _ in }) throws {
    var rows = RowBuffer(sink)
    rows.text(Self.fingertipsHeading)
    let parents = areas.map { parent(of: $0) }
    let places = zip(areas, parents).map { area, parent in
      RowText.fields(parent?.code ?? "", parent?.name ?? "", area.code, area.name, area.kind)
    }
    for number in indicators.indices {
      let indicator = RowText.fields(String(indicators[number].id), indicators[number].name)
      try forEachSlice(of: number) { slice in
        let stratum = RowText.fields(
          slice.stratum.sex, slice.stratum.age, slice.stratum.categoryType, slice.stratum.category)
        for (row, period) in slice.periods.enumerated() {
          let label = RowText.fields(period.label)
          let end = Array(",,,\(period.start.civil.year)0000,,,\(period.count)y\n".utf8)
          for area in 0..<slice.areaCount {
            let cell = row * slice.areaCount + area
            rows.bytes += indicator
            rows.bytes += places[area]
            rows.bytes += stratum
            rows.bytes += label
            rows.numbers(of: slice, cell)
            if slice.isSuppressed[cell] { rows.text(GeneratedSlice.suppressionNote) }
            rows.bytes.append(0x2C)
            rows.bytes += end
          }
          try rows.flushIfFull()
        }
      }
      progress(number + 1)
    }
    try rows.flush()
  }

  /// Writes the tidy table of our own that `append` reads and `export` writes, in the same order of rows.
  public func writeTidy(to sink: @escaping GeneratedSink, progress: (Int) -> Void = { _ in }) throws {
    var rows = RowBuffer(sink)
    rows.text(Self.tidyHeading)
    let codes = areas.map { RowText.fields($0.code) }
    for number in indicators.indices {
      let indicator = RowText.fields(String(indicators[number].id))
      try forEachSlice(of: number) { slice in
        let stratum = RowText.fields(
          slice.stratum.sex, slice.stratum.age, slice.stratum.categoryType, slice.stratum.category)
        for (row, period) in slice.periods.enumerated() {
          let label = RowText.fields(period.label)
          for area in 0..<slice.areaCount {
            let cell = row * slice.areaCount + area
            rows.bytes += indicator
            rows.bytes += codes[area]
            rows.bytes += stratum
            rows.bytes += label
            rows.numbers(of: slice, cell)
            rows.text(slice.isSuppressed[cell] ? "c,\(GeneratedSlice.suppressionNote)\n" : ",\n")
          }
          try rows.flushIfFull()
        }
      }
      progress(number + 1)
    }
    try rows.flush()
  }

  private func parent(of area: Area) -> Area? {
    guard let code = area.parents.first(where: { $0.hierarchy == "region" || $0.hierarchy == "country" })?.code else {
      return nil
    }
    return areas.first { $0.code == code }
  }

  private static let fingertipsHeading =
    "Indicator ID,Indicator Name,Parent Code,Parent Name,Area Code,Area Name,Area Type,Sex,Age,Category Type,Category,"
    + "Time period,Value,Lower CI 95.0 limit,Upper CI 95.0 limit,Lower CI 99.8 limit,Upper CI 99.8 limit,Count,"
    + "Denominator,Value note,Recent Trend,Compared to England value or percentiles,"
    + "Compared to Regions (statistical) value or percentiles,Time period Sortable,New data,Compared to goal,"
    + "Time period range\n"

  private static let tidyHeading =
    "indicator_id,area_code,sex,age,category_type,category,period,value,lower_95,upper_95,lower_998,upper_998,count,"
    + "denominator,status,note\n"
}

/// Rows on their way to a sink.
private struct RowBuffer {
  var bytes: [UInt8] = []
  private let sink: GeneratedSink
  private static let full = 256 << 10

  init(_ sink: @escaping GeneratedSink) {
    self.sink = sink
    bytes.reserveCapacity(2 * Self.full)
  }

  mutating func text(_ text: String) { bytes += text.utf8 }

  /// The seven numbers of a cell, each with a comma after it.
  mutating func numbers(of slice: borrowing GeneratedSlice, _ cell: Int) {
    for measure in 0..<7 {
      if !slice.figures[measure].isEmpty {
        let number = slice.figures[measure][cell]
        if !number.isNaN {
          if measure < Int(Measure.count.rawValue) {
            slice.decimals.append(number, to: &bytes)
          } else {
            RowText.append(UInt64(number), to: &bytes)
          }
        }
      }
      bytes.append(0x2C)
    }
  }

  mutating func flushIfFull() throws {
    if bytes.count >= Self.full { try flush() }
  }

  mutating func flush() throws {
    guard !bytes.isEmpty else { return }
    try bytes.withUnsafeBytes(sink)
    bytes.removeAll(keepingCapacity: true)
  }
}
