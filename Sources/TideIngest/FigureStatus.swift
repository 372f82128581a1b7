import TideCore
import TideModel
import TideStore

/// Reads the numbers of a row, and settles what its status is.
extension FigureTables {
  /// Reads numbers, note and status of a row into `out`.
  @inline(__always)
  mutating func readFigures(
    _ row: ReadRow, period: Int32, _ writer: StoreWriter, into out: inout FigureRow
  ) throws(Rejection) {
    let block = row.block
    out.take(block.numbers + row.row &* Measure.allCases.count, mask: block.present[row.row])
    var mark: Status?
    let worded = block.worded[row.row]
    if worded != 0 { mark = try readWorded(row, worded, &out) }
    let hasValue = out.mask & 1 << Measure.value.rawValue != 0
    if !hasValue, out.mask != 0 {
      // Where a value is missing, the national service's database writes -1 for the numbers that go with it, and some
      // exports let that through. A limit, count or denominator of -1 beside a missing value is no figure.
      Self.drop(-1, from: &out)
    }
    out.note = 0
    if hasValue, row.number(.note) < 0, row.number(.status) < 0 {
      out.state = 1 + (periodStatuses[Int(period)] ?? .none).rawValue
    } else {
      out.state = 1 + (try status(row, mark, period, writer, &out)).rawValue
    }
  }

  private static func drop(_ number: Double, from out: inout FigureRow) {
    for measure in Measure.allCases where out[measure] == number { out[measure] = nil }
  }

  /// Reads the cells that hold no plain number.
  /// - Returns: why the value is missing, where its cell says so.
  private func readWorded(_ row: ReadRow, _ worded: UInt8, _ out: inout FigureRow) throws(Rejection) -> Status? {
    var mark: Status?
    for measure in Measure.allCases where worded & 1 << measure.rawValue != 0 {
      let column = file.column(.measure(measure))
      switch row.cell(inColumn: column) {
      case .missing: break
      case .marked(let status): if measure == .value { mark = status }
      case .number(let number): out[measure] = number
      case .unreadable:
        throw row.rejection(
          file, column, Problem(rule: .notANumber, reason: "this is neither a number nor a known marker"))
      }
    }
    return mark
  }

  /// A row's status from its status column, the mark in its value cell, its note and its period label.
  private mutating func status(
    _ row: ReadRow, _ mark: Status?, _ period: Int32, _ writer: StoreWriter, _ out: inout FigureRow
  ) throws(Rejection) -> Status {
    var hasValue = out[.value] != nil
    // Where a file has no values at all, a count with its denominator is the figure.
    let isCounted = file.column(.measure(.value)) < 0 && out[.count] != nil && out[.denominator] != nil
    var noteStatus = hasValue || isCounted ? Status.none : .notAvailable
    if row.number(.note) >= 0 {
      let note = try note(row, writer)
      out.note = note.id
      if note.suppressesValue, let value = out[.value] {
        guard value == 0 else {
          throw rejection(row, .note, "the note says that the value is suppressed, but one is given")
        }
        // A suppressed figure is never 0: zeros beside such a note are no figures.
        Self.drop(0, from: &out)
        hasValue = false
      }
      noteStatus = hasValue ? note.withValue : note.withoutValue
      if isCounted, noteStatus == .notAvailable { noteStatus = note.withValue }
    }
    if row.number(.status) >= 0 {
      let status = try publishedStatus(row)
      if status != .none {
        if status.isAbsence, hasValue {
          throw rejection(row, .status, "the status says that there is no figure, but a value is given")
        }
        return status
      }
    }
    if let mark, !hasValue { return mark == .notAvailable ? noteStatus : mark }
    return noteStatus == .none ? periodStatuses[Int(period)] ?? .none : noteStatus
  }

  private func rejection(_ row: ReadRow, _ slot: FigureFile.Slot, _ reason: String) -> Rejection {
    row.rejection(file, file.column(of: slot), Problem(rule: .badStatus, reason: reason))
  }

  private mutating func note(_ row: ReadRow, _ writer: StoreWriter) throws(Rejection) -> Note {
    do throws(Problem) {
      return try notes.settle(row.number(.note)) { () throws(Problem) in
        guard let text = row.text(.note) else { throw .notUTF8 }
        let note = CleanText.key(text)
        return Note(
          id: Int32(truncatingIfNeeded: writer.textID(note)), withValue: .of(note: note, hasValue: true),
          withoutValue: .of(note: note, hasValue: false), suppressesValue: Status.saysValueIsSuppressed(note: note))
      }
    } catch {
      throw row.rejection(file, file.column(of: .note), error)
    }
  }

  private mutating func publishedStatus(_ row: ReadRow) throws(Rejection) -> Status {
    do throws(Problem) {
      return try statuses.settle(row.number(.status)) { () throws(Problem) in
        guard let text = row.text(.status), let status = Status(marker: text) else {
          throw Problem(rule: .badStatus, reason: "this is no marker; markers are b c e er f low p r u w x z")
        }
        return status
      }
    } catch {
      throw row.rejection(file, file.column(of: .status), error)
    }
  }
}
